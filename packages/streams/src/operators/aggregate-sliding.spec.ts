import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StreamsBuilder } from '../dsl/streams-builder.ts';
import { numberSerde, stringSerde } from '../serde/serde.ts';
import { timeWindowedSerde } from '../serde/windowed-serde.ts';
import { topologyDriver } from '../testing/topology-driver.ts';
import { topic } from '../topology/topic.ts';
import { sliding } from '../windows/sliding-windows.ts';

const differenceMs = 10;
const input = topic({ name: 'in', key: stringSerde, value: stringSerde });
const output = topic({ name: 'out', key: timeWindowedSerde(stringSerde, differenceMs), value: numberSerde });

const counted = (times: readonly number[]): Map<number, number | null> => {
  const builder = new StreamsBuilder();
  builder
    .stream(input)
    .groupByKey()
    .windowedBy(sliding({ differenceMs, graceMs: 1_000 }))
    .count('counts')
    .toStream()
    .to(output);
  const driver = topologyDriver(builder.build());
  for (const timestamp of times) driver.pipe(input, { key: 'k', value: 'v', timestamp });
  return new Map(driver.read(output).map(({ key: { start }, value }) => [start, value]));
};

/** By definition: a window that ends with each record, and one that begins right after it where another record falls into that. */
const defined = (times: readonly number[]): Map<number, number> => {
  const inside = (start: number) =>
    times.filter((time) => time >= start && time <= start + differenceMs).length;
  const starts = times.flatMap((time) => [Math.max(0, time - differenceMs), time + 1]);
  return new Map(starts.map((start) => [start, inside(start)] as const).filter(([, count]) => count > 0));
};

const byStart = (windows: ReadonlyMap<number, number | null>) => [...windows].toSorted(([a], [b]) => a - b);

describe('sliding windows', () => {
  it('come to what they are by definition, in whatever order records arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 12 }), (times) => {
        expect(byStart(counted(times))).toEqual(byStart(defined(times)));
      }),
      { numRuns: 500 },
    );
  });
});
