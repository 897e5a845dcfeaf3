import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  nullable,
  numberSerde,
  StreamsBuilder,
  stringSerde,
  timeWindowedSerde,
  topic,
  type Topology,
  tumbling,
} from '../src/index.ts';
import { topologyDriver } from '../src/testing/index.ts';

const [sizeMs, graceMs] = [10, 15];
const orders = topic({ name: 'orders', key: stringSerde, value: numberSerde });
const late = topic({ name: 'late', key: stringSerde, value: numberSerde });
const counts = topic({
  name: 'counts-out',
  key: timeWindowedSerde(stringSerde, sizeMs),
  value: nullable(numberSerde),
});

const counted = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .stream(orders)
    .groupByKey()
    .windowedBy(tumbling({ sizeMs, graceMs }))
    .lateTo(late)
    .count('counts')
    .toStream()
    .to(counts);
  return builder.build();
};

interface Arrival {
  readonly key: string;
  readonly timestamp: number;
  /** How long after its time it comes, by the clock of those that come in time. */
  readonly delay: number;
}

const arrivals = (maxDelay: number): fc.Arbitrary<readonly Arrival[]> =>
  fc
    .array(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c'),
        timestamp: fc.nat({ max: 60 }),
        delay: fc.nat({ max: maxDelay }),
      }),
      { maxLength: 40 },
    )
    .map((all) => all.toSorted((a, b) => a.timestamp + a.delay - (b.timestamp + b.delay)));

const run = (records: readonly Arrival[]) => {
  const driver = topologyDriver(counted());
  for (const { key, timestamp } of records) driver.pipe(orders, { key, value: 1, timestamp });
  const table = new Map<string, { count: number | null; timestamp: number }>();
  for (const { key, value, timestamp } of driver.read(counts))
    table.set(`${key.key}@${key.start}`, { count: value, timestamp });
  return { table, drops: driver.drops, late: driver.read(late) };
};

/** What a window's rows are by the definition: how many records, and the time of the newest. */
const byDefinition = (records: readonly Arrival[]) => {
  const table = new Map<string, { count: number; timestamp: number }>();
  for (const { key, timestamp } of records) {
    const id = `${key}@${Math.floor(timestamp / sizeMs) * sizeMs}`;
    const before = table.get(id) ?? { count: 0, timestamp: -1 };
    table.set(id, { count: before.count + 1, timestamp: Math.max(before.timestamp, timestamp) });
  }
  return table;
};

describe('a tumbling count', () => {
  it('has one final table, in whatever order within the grace its records come', () => {
    fc.assert(
      fc.property(arrivals(graceMs), (records) => {
        const { table, drops } = run(records);
        expect(drops).toEqual([]);
        expect(table).toEqual(byDefinition(records));
      }),
    );
  });

  it('counts each record, or leaves it out as late with its place and sends it aside', () => {
    fc.assert(
      fc.property(arrivals(4 * graceMs), (records) => {
        const { table, drops, late } = run(records);
        let observed = -1;
        const [inTime, tooLate]: [Arrival[], Arrival[]] = [[], []];
        for (const record of records) {
          observed = Math.max(observed, record.timestamp);
          const end = Math.floor(record.timestamp / sizeMs) * sizeMs + sizeMs;
          (end + graceMs <= observed ? tooLate : inTime).push(record);
        }
        expect(table).toEqual(byDefinition(inTime));
        expect(drops).toEqual(
          tooLate.map((record) => ({
            reason: 'late',
            node: 'counts',
            timestamp: record.timestamp,
            topic: 'orders',
            partition: 0,
            offset: BigInt(records.indexOf(record)),
          })),
        );
        expect(late).toEqual(
          tooLate.map(({ key, timestamp }) => ({ key, value: 1, timestamp, headers: [] })),
        );
      }),
    );
  });

  it('leaves a record out at the very end of the grace, and takes one a millisecond before', () => {
    const at = (timestamp: number): Arrival => ({ key: 'a', timestamp, delay: 0 });
    expect(run([at(sizeMs + graceMs), at(9)]).drops).toHaveLength(1);
    expect(run([at(sizeMs + graceMs - 1), at(9)]).drops).toHaveLength(0);
  });

  it('refuses a negative time', () => {
    const driver = topologyDriver(counted());
    expect(() => driver.pipe(orders, { key: 'a', value: 1, timestamp: -1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_TIMESTAMP' }),
    );
    expect(driver.read(counts)).toEqual([]);
  });
});
