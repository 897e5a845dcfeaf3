import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { internals } from '../src/kafkajs/index.ts';
import { eventually, forward, scenario } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const { Fetch } = internals.requests;
const fetchRecords = Fetch.protocol;
afterEach(() => {
  Fetch.protocol = fetchRecords;
  jest.restoreAllMocks();
});

/** The shortest session that a broker grants; silence is noticed after one and a half of it. */
const shortSession = { sessionTimeoutMs: 6_000, transactionTimeoutMs: 5_000, heartbeatIntervalMs: 1_000 };

const consumed = async (topics: Scenario) => {
  const consumer = await topics.consume(forward(topics), shortSession);
  await topics.put({ key: null, value: 'before', partition: 1 });
  await eventually(async () => expect(await topics.outputs()).toEqual(['before']));
  const rebuilt = () =>
    eventually(() => {
      const found = consumer.events.find(({ type }) => type === 'rebuilding');
      return found ?? Promise.reject(new Error('not rebuilt'));
    }, 20_000);
  return { consumer, rebuilt };
};

const goesOn = async (topics: Scenario): Promise<void> => {
  await topics.put({ key: null, value: 'after', partition: 1 });
  await eventually(async () => expect(await topics.outputs()).toEqual(['before', 'after']));
};

describe('a consumer that fetches and no longer heartbeats', () => {
  it('is built anew: kafkajs sends none for as long as the clock was set back', async () => {
    await using topics = await scenario({ partitions: 2 });
    const { rebuilt } = await consumed(topics);
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    let fetches = 0;
    Fetch.protocol = (options) => {
      fetches += 1;
      return fetchRecords(options);
    };
    expect(await rebuilt()).toMatchObject({
      error: { code: 'CONSUMER_SILENT', message: expect.stringContaining('no heartbeat') },
    });
    expect(fetches).toBeGreaterThan(10);
    await goesOn(topics);
  });
});

describe('a consumer that heartbeats and no longer fetches a partition', () => {
  it('is built anew', async () => {
    await using topics = await scenario({ partitions: 2 });
    const { rebuilt } = await consumed(topics);
    Fetch.protocol = (options) => (input) => {
      const call = fetchRecords(options)(input);
      const parse: typeof call.response.parse = async (data) => {
        const answer = await call.response.parse(data);
        const responses = answer.responses.map(({ topicName, partitions }) => ({
          topicName,
          partitions: partitions.filter(({ partition }) => topicName !== topics.input || partition !== 1),
        }));
        return { ...answer, responses };
      };
      return { ...call, response: { ...call.response, parse } };
    };
    expect(await rebuilt()).toMatchObject({
      error: { code: 'CONSUMER_SILENT', message: expect.stringContaining(`no fetch of ${topics.input}[1]`) },
    });
    Fetch.protocol = fetchRecords;
    await goesOn(topics);
  });
});
