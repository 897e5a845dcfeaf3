import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectClient } from './connect-client.ts';
import { connectorWatch } from './connector-watch.ts';

// Connect as far as a watch asks it, over real HTTP: what a worker says of its connectors.
describe('what a watch shows of a connector', () => {
  const answers = new Map<string, unknown>();
  const server = createServer((request, response) => {
    const name = request.url?.split('/')[2] ?? '';
    const answer = answers.get(name);
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer ?? {}));
  });
  let url: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  /** The first look at a connector of which Connect says this. */
  const seen = async (connector: string, ...tasks: readonly string[]) => {
    const name = [connector, ...tasks].join('-');
    answers.set(name, {
      name,
      connector: { state: connector },
      tasks: tasks.map((state, id) => ({ id, state })),
    });
    const watch = connectorWatch({
      client: connectClient(url),
      names: [name],
      now: () => 0,
      random: () => 0,
    });
    watch.start();
    // A stop lets the look that has begun come to its end.
    await watch.stop();
    return watch.status()[0];
  };

  it.each([
    ['running', 'RUNNING', ['RUNNING']],
    ['stopped', 'STOPPED', []],
    ['paused', 'PAUSED', ['PAUSED']],
    ['without-tasks', 'RUNNING', []],
    ['unassigned', 'RUNNING', ['UNASSIGNED']],
  ])('is %s where Connect says %s %j', async (state, connector, tasks) => {
    expect(await seen(connector, ...tasks)).toMatchObject({ state, givenUp: false });
  });
});
