import { describe, expect, it } from '@jest/globals';
import { classifyFailure } from '../failure.ts';
import { UnknownPartitionError } from '../errors.ts';
import type { OutputRecord } from '../record.ts';
import { placeKnown, placeOutput } from './place-output.ts';

const valid: OutputRecord = { topic: 'out', key: 'k', value: 'v' };

/** A topic of three partitions. */
const context = {
  known: (topic: string) => (topic === 'out' ? 3 : undefined),
  reader: {
    partitionCount: async () => 3,
    assertPartition: async (topic: string, partition: number) => {
      if (partition >= 3) throw new UnknownPartitionError(topic, partition);
    },
  },
  inputPartition: 4,
  maxOutputBytes: 100,
};

const failureOf = async (output: OutputRecord): Promise<unknown> => {
  try {
    return await placeOutput(output, context);
  } catch (error) {
    return error;
  }
};

describe('an output', () => {
  it.each<[string, OutputRecord, number]>([
    ['its own partition', { ...valid, partition: 2 }, 2],
    ["without a key the partition of its input's number", { ...valid, key: null }, 1],
  ])('goes to %s', async (_, output, partition) => {
    expect(await placeOutput(output, context)).toEqual({ ...output, partition });
    expect(placeKnown(output, context)).toEqual({ ...output, partition });
  });

  it('is placed at once only where all is known that it takes', () => {
    expect(placeKnown({ ...valid, topic: 'unheard of' }, context)).toBeUndefined();
    expect(placeKnown({ ...valid, partition: 3 }, context)).toBeUndefined();
    expect(() => placeKnown({ ...valid, partition: -1 }, context)).toThrow('partition');
  });

  // As a handler without types may return them.
  const untyped: Record<string, unknown>[] = [{ value: undefined }, { value: 5 }, { key: {} }, { topic: '' }];
  it.each<[Record<string, unknown>, string]>([
    ...untyped.map((fields): [Record<string, unknown>, string] => [fields, 'INVALID_OUTPUT']),
    [{ timestamp: -1 }, 'INVALID_OUTPUT'],
    [{ timestamp: 1.5 }, 'INVALID_OUTPUT'],
    [{ timestamp: Number.NaN }, 'INVALID_OUTPUT'],
    [{ partition: -1 }, 'INVALID_OUTPUT'],
    [{ partition: 3 }, 'UNKNOWN_PARTITION'],
    [{ value: 'x'.repeat(101) }, 'OUTPUT_TOO_LARGE'],
  ])('with %j is the fault of its handler: %s', async (fields, code) => {
    const error = await failureOf({ ...valid, ...fields });
    expect(error).toMatchObject({ code });
    expect(classifyFailure(error)).toBe('poison');
  });
});
