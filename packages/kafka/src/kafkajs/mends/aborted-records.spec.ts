import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadInternals, requireKafkajs } from '../internals.ts';
import type { AbortedTransaction, RawRecord } from '../internals.ts';
import { markAbortedRecords, mendAbortedRecords } from './aborted-records.ts';

interface StockBatch {
  readonly messages: readonly RawRecord[];
}

const { Batch, ...internals } = loadInternals(requireKafkajs);
const StockBatch = requireKafkajs('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  data: object,
) => StockBatch;

const record = (offset: number, producerId: string, key = 'k'): RawRecord => ({
  offset: String(offset),
  timestamp: '0',
  key: Buffer.from(key),
  value: Buffer.from(`${producerId}@${offset}`),
  headers: {},
  isControlRecord: false,
  batchContext: { producerId, inTransaction: true },
});
const marker = (offset: number, producerId: string, type: 'abort' | 'commit'): RawRecord => ({
  ...record(offset, producerId),
  key: Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]),
  isControlRecord: true,
});
const zeroKey = String.fromCodePoint(0, 0, 0, 0);

interface Fetched {
  readonly messages: readonly RawRecord[];
  readonly abortedTransactions: readonly AbortedTransaction[];
}
const faults: readonly (readonly [string, Fetched])[] = [
  [
    'two interleaved aborts, listed by their end',
    {
      messages: [
        record(0, 'p2'),
        record(1, 'p1'),
        marker(2, 'p1', 'abort'),
        record(3, 'p2'),
        marker(4, 'p2', 'abort'),
      ],
      abortedTransactions: [
        { producerId: 'p1', firstOffset: '1' },
        { producerId: 'p2', firstOffset: '0' },
      ],
    },
  ],
  [
    'a fetch that starts inside two aborted transactions',
    {
      messages: [record(5, 'p2'), record(6, 'p1')],
      abortedTransactions: [
        { producerId: 'p1', firstOffset: '0' },
        { producerId: 'p2', firstOffset: '1' },
      ],
    },
  ],
  [
    'a data record whose key is four zero bytes',
    {
      messages: [record(0, 'p1', zeroKey), record(1, 'p1'), marker(2, 'p1', 'abort')],
      abortedTransactions: [{ producerId: 'p1', firstOffset: '0' }],
    },
  ],
];

/** What a consumer is handed of one fetched partition, through the protocol layer and the batch. */
const delivered = async (fetched: Fetched): Promise<string[]> => {
  const { response } = internals.requests.Fetch.protocol({ version: 11 })({ topics: [] });
  const partition = { partition: 0, errorCode: 0, highWatermark: '9', lastStableOffset: '9', ...fetched };
  const { responses } = await response.parse({ responses: [{ topicName: 't', partitions: [partition] }] });
  const batch = new StockBatch('t', '0', responses[0]?.partitions[0] ?? {});
  return batch.messages.map(({ value }) => String(value));
};

describe('aborted records', () => {
  it('leak from the stock package and no longer after the mend', async () => {
    for (const [fault, fetched] of faults) {
      expect({ fault, leaked: await delivered(fetched) }).not.toEqual({ fault, leaked: [] });
    }
    mendAbortedRecords({ Batch, ...internals });
    for (const [fault, fetched] of faults) {
      expect({ fault, leaked: await delivered(fetched) }).toEqual({ fault, leaked: [] });
    }
  });

  it('keep their offsets, so that positions move over an aborted tail', () => {
    const tail = [record(0, 'p1'), record(1, 'p1'), marker(2, 'p1', 'abort')];
    const marked = markAbortedRecords(tail, [{ producerId: 'p1', firstOffset: '0' }]);
    expect(marked.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([
      ['0', true],
      ['1', true],
      ['2', true],
    ]);
  });

  it('are told from committed ones in any interleaving, from any fetch offset', () => {
    const step = fc.record({ producer: fc.integer({ min: 0, max: 3 }), end: fc.option(fc.boolean()) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.nat({ max: 80 }), (steps, from) => {
        const log = logOf(steps);
        const aborted = log.transactions.filter(({ last }) => last >= from);
        const fetched = log.records.filter(({ offset }) => Number(offset) >= from);
        const visible = markAbortedRecords(fetched, aborted).filter((each) => !each.isControlRecord);
        const expected = fetched.filter(
          (each) => !each.isControlRecord && !log.abortedOffsets.has(Number(each.offset)),
        );
        expect(visible).toEqual(expected);
      }),
    );
  });
});

/** A log as a broker would hold it, its aborted transactions in the order in which they ended. */
const logOf = (steps: readonly { producer: number; end: boolean | null }[]) => {
  const records: RawRecord[] = [];
  const transactions: (AbortedTransaction & { last: number })[] = [];
  const abortedOffsets = new Set<number>();
  const open = new Map<string, number[]>();
  const close = (producerId: string, commits: boolean): void => {
    const offsets = open.get(producerId);
    if (!offsets) return;
    open.delete(producerId);
    const last = records.length;
    records.push(marker(last, producerId, commits ? 'commit' : 'abort'));
    if (commits) return;
    transactions.push({ producerId, firstOffset: String(offsets[0]), last });
    offsets.forEach((offset) => abortedOffsets.add(offset));
  };
  for (const { producer, end } of steps) {
    const producerId = `p${producer}`;
    if (end === null) {
      open.set(producerId, [...(open.get(producerId) ?? []), records.length]);
      records.push(record(records.length, producerId));
    } else {
      close(producerId, end);
    }
  }
  // A read_committed reader never sees past the first open transaction: all are ended here.
  for (const producerId of open.keys()) close(producerId, true);
  return { records, transactions, abortedOffsets };
};
