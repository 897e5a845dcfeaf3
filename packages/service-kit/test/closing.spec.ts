import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RunningService, ServiceOptions } from '@orderflow/service-kit';
import { problemOf } from '@orderflow/service-kit/testing';
import { thingsService } from './fixtures/things.service.ts';

const halfABody =
  'POST /things HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{';

const clients: Socket[] = [];
const services: RunningService[] = [];

async function started(options?: Partial<ServiceOptions>): Promise<RunningService> {
  const service = await thingsService(options);
  services.push(service);
  return service;
}

/** A connection that has sent these bytes, with all that it is answered. */
async function connection(url: string, bytes: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  clients.push(socket);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const ended = once(socket, 'close');
  await once(socket, 'connect');
  socket.write(bytes);
  return {
    write: (more: string) => socket.write(more),
    /** The answer, once the server has closed the connection. */
    async answer(): Promise<Response> {
      await ended;
      const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      const [status = '', ...headers] = head.split('\r\n');
      return new Response(body, {
        status: Number(status.split(' ')[1]),
        headers: headers.map((line): [string, string] => {
          const [name = '', value = ''] = line.split(': ');
          return [name, value];
        }),
      });
    },
  };
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const service of services.splice(0)) await service.stop();
});

describe('a service that stops', () => {
  it('is not held by connections that send nothing, or half a request', async () => {
    const ran: string[] = [];
    const service = await started({
      shutdown: [{ name: 'after requests', run: () => void ran.push('after requests') }],
    });
    const server = service.app.getHttpServer();
    const arrived = once(server, 'request');
    await connection(service.url, '');
    await connection(service.url, 'GET /things HTTP/1.1\r\n');
    await connection(service.url, halfABody);
    await arrived;
    expect(await service.stop()).toBe('clean');
    expect(ran).toEqual(['after requests']);
  });

  it('answers a request that comes meanwhile with a 503 problem, Retry-After and Connection: close', async () => {
    const closing = Promise.withResolvers<void>();
    const service = await started({
      configure: (app) => {
        app
          .getHttpAdapter()
          .getInstance()
          .addHook('preClose', async () => closing.resolve());
      },
    });
    const client = await connection(
      service.url,
      'GET /things HTTP/1.1\r\nhost: a\r\nx-correlation-id: late-1\r\n',
    );
    const stopped = service.stop();
    await closing.promise;
    client.write('\r\n');
    const response = await client.answer();
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.headers.get('connection')).toBe('close');
    expect(await problemOf(response)).toMatchObject({
      status: 503,
      type: 'urn:orderflow:problem:temporarily-unavailable',
      correlationId: 'late-1',
    });
    expect(await stopped).toBe('clean');
  });
});

describe('what is no request', () => {
  it.each([
    ['is not HTTP', 'good morning\r\n\r\n', 400],
    ['has headers without end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('is answered with a problem where it %s', async (_, bytes, status) => {
    const service = await started();
    const response = await (await connection(service.url, bytes)).answer();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      type: expect.stringMatching(/^urn:orderflow:problem:/),
      status,
      correlationId: response.headers.get('x-correlation-id'),
    });
  });

  it('is answered with a 408 problem where it does not arrive within 30 seconds', async () => {
    const service = await started();
    const server = service.app.getHttpServer();
    expect(server.requestTimeout).toBe(30_000);
    const accepted = once(server, 'connection');
    const arrived = once(server, 'request');
    const client = await connection(service.url, halfABody);
    const [socket] = await accepted;
    await arrived;
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    server.emit('clientError', late, socket);
    const response = await client.answer();
    expect(response.status).toBe(408);
    expect(await response.json()).toMatchObject({ type: 'urn:orderflow:problem:request-timeout' });
  });
});
