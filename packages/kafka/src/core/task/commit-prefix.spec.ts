import { describe, expect, it } from '@jest/globals';
import { OutputRefusedError } from '../errors.ts';
import { commitPrefix } from './commit-prefix.ts';
import { prefixOf } from './prefix.ts';
import type { Prefix, Slot } from './prefix.ts';

const slots = (count: number): Slot[] =>
  Array.from({ length: count }, (_, n) => ({
    topic: 'in',
    offset: BigInt(n),
    nextOffset: BigInt(n + 1),
    records: 1,
    timestamp: undefined,
    bytes: 1,
    outputs: [{ topic: 'out', partition: 0, key: null, value: String(n) }],
  }));

/** Commits what holds none of the refused values. */
const writerThatRefuses = (...refused: readonly string[]) => {
  const committed: string[] = [];
  const writer = {
    commit: async ({ outputs }: Prefix): Promise<void> => {
      const values = outputs.map(({ value }) => String(value));
      if (values.some((value) => refused.includes(value))) {
        throw new OutputRefusedError('out', 0, { cause: new Error('INVALID_TIMESTAMP') });
      }
      committed.push(...values);
    },
  };
  return { writer, committed };
};

describe('a prefix with outputs that the broker refuses', () => {
  it.each([0, 3, 6])('is committed up to the input at fault, here %i, which is named', async (fault) => {
    const { writer, committed } = writerThatRefuses(String(fault), '6');
    await expect(commitPrefix(writer, prefixOf(slots(7)))).rejects.toMatchObject({
      code: 'RECORD_REFUSED',
      topic: 'in',
      offset: BigInt(fault),
      cause: { code: 'OUTPUT_REFUSED' },
    });
    expect(committed).toEqual(slots(fault).map(({ offset }) => String(offset)));
  });

  it('is committed in smaller parts when only their sum is too large', async () => {
    const committed: number[] = [];
    const writer = {
      commit: async ({ records }: Prefix): Promise<void> => {
        if (records > 2) throw new OutputRefusedError('out', 0, { cause: new Error('MESSAGE_TOO_LARGE') });
        committed.push(records);
      },
    };
    await commitPrefix(writer, prefixOf(slots(7)));
    expect(committed).toEqual([2, 2, 2, 1]);
  });
});
