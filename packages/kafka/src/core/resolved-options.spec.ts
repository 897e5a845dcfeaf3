import { describe, expect, it } from '@jest/globals';
import { silentLogger } from './logger.ts';
import { InvalidOptionsError, resolveOptions } from './resolved-options.ts';
import type { TaskConsumerOptions } from './task-consumer-options.ts';

const valid: TaskConsumerOptions = {
  brokers: ['127.0.0.1:9092'],
  clientId: 'c',
  instanceId: 'i',
  group: 'g',
  handlers: { in: async () => [] },
};

describe("a task consumer's options", () => {
  it('default to a session of 10 s, heartbeats every 2 s, transactions of 8 s and no giving up', () => {
    expect(resolveOptions(valid)).toMatchObject({
      sessionTimeoutMs: 10_000,
      heartbeatIntervalMs: 2_000,
      transactionTimeoutMs: 8_000,
      retry: { giveUpAfterMs: Infinity },
    });
    expect(resolveOptions(valid)).toMatchObject({ onOffsetOutOfRange: 'fail', compression: 'none' });
    expect(resolveOptions(valid).topics).toEqual(['in', 'in.g.redrive']);
    expect(resolveOptions(valid).parkingTopics('in')).toEqual({
      deadLetters: 'in.g.dlq',
      quarantine: 'in.g.quarantine',
      redrive: 'in.g.redrive',
      acts: 'in.g.dlq.acts',
    });
  });

  it('may commit every offset and fetch again at once', () => {
    const atOnce = { minFetchIntervalMs: 0, limits: { offsetCommitIntervalMs: 0, transactionIntervalMs: 0 } };
    expect(resolveOptions({ ...valid, ...atOnce })).toMatchObject(atOnce);
  });

  it('make a listener that throws harmless', () => {
    const fail = (): never => {
      throw new TypeError('bad listener');
    };
    const errors: unknown[] = [];
    const logger = { ...silentLogger, error: (_: string, fields?: object) => errors.push(fields) };
    const { onStateChange } = resolveOptions({ ...valid, logger, onStateChange: fail });
    onStateChange('running');
    expect(errors).toEqual([{ error: expect.any(TypeError) }]);
  });

  it.each<[string, Partial<TaskConsumerOptions>]>([
    ['no broker', { brokers: [] }],
    ['no handler', { handlers: {} }],
    ['offset commits that never come', { limits: { offsetCommitIntervalMs: Infinity } }],
    ['transactions before their time', { limits: { transactionIntervalMs: -1 } }],
    ['offset commits before their time', { limits: { offsetCommitIntervalMs: -1 } }],
    ['metadata asked for all the time', { metadataMaxAgeMs: 0 }],
    ['fetches before their time', { minFetchIntervalMs: -1 }],
    ['fetches rarer than heartbeats, which go out between them', { minFetchIntervalMs: 2_000 }],
    ['a fetch that no request can ask for', { limits: { maxFetchBytes: 2 ** 31 } }],
    ['a partition that may fill more than a fetch', { limits: { maxFetchBytes: 1_000 } }],
    ['a limit of 0', { limits: { concurrency: 0 } }],
    ['a choice for a topic that is not handled', { onPoison: { other: 'park' } }],
    ['a circuit that no failure opens', { circuit: { failures: 0 } }],
    ['a circuit whose floor is above its ceiling', { circuit: { minMs: 10, maxMs: 5 } }],
    ['a retry whose floor is above its ceiling', { retry: { minMs: 10, maxMs: 5 } }],
    ['heartbeats as rare as the session is long', { heartbeatIntervalMs: 10_000 }],
    ['transactions that outlive the session', { transactionTimeoutMs: 10_000 }],
  ])('are refused with %s', (_, options) => {
    expect(() => resolveOptions({ ...valid, ...options })).toThrow(InvalidOptionsError);
  });
});
