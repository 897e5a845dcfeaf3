import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StreamsBuilder } from '../dsl/streams-builder.ts';
import { nullable, stringSerde } from '../serde/serde.ts';
import { topologyDriver } from '../testing/topology-driver.ts';
import { topic } from '../topology/topic.ts';
import { joinWindows } from '../windows/join-windows.ts';

const [beforeMs, afterMs] = [3, 7];
const left = topic({ name: 'left', key: stringSerde, value: stringSerde });
const right = topic({ name: 'right', key: stringSerde, value: stringSerde });
const output = topic({ name: 'out', key: nullable(stringSerde), value: stringSerde });

interface Arrival {
  readonly side: 'left' | 'right';
  readonly timestamp: number;
}

const arrivals = fc.array(
  fc.record({ side: fc.constantFrom('left' as const, 'right' as const), timestamp: fc.nat(40) }),
  { maxLength: 14 },
);

const joined = (records: readonly Arrival[]): string[] => {
  const builder = new StreamsBuilder();
  const windows = joinWindows({ beforeMs, afterMs, graceMs: 1_000 });
  builder
    .stream(left)
    .outerJoinStream(builder.stream(right), (one, other) => `${one ?? 'none'}+${other ?? 'none'}`, {
      name: 'joined',
      windows,
    })
    .to(output);
  const driver = topologyDriver(builder.build());
  records.forEach(({ side, timestamp }, index) =>
    driver.pipe(side === 'left' ? left : right, { key: 'k', value: String(index), timestamp }),
  );
  // Twice: the first closes the windows of all that came before, and the second lets what was looked at be looked at again.
  for (const timestamp of [100_000, 200_000]) driver.pipe(left, { key: 'other', value: 'end', timestamp });
  return driver
    .read(output)
    .flatMap(({ key, value }) => (key === 'k' ? [value ?? ''] : []))
    .toSorted();
};

/** By definition: every pair within the window, and whatever is in none alone. */
const defined = (records: readonly Arrival[]): string[] => {
  const of = (side: Arrival['side']) =>
    records.flatMap((record, index) => (record.side === side ? [{ ...record, name: String(index) }] : []));
  const pairs = of('left').flatMap((one) =>
    of('right')
      .filter(
        ({ timestamp }) => timestamp >= one.timestamp - beforeMs && timestamp <= one.timestamp + afterMs,
      )
      .map((other) => [one.name, other.name] as const),
  );
  const met = new Set(pairs.flat());
  const alone = [
    ...of('left').flatMap(({ name }) => (met.has(name) ? [] : [`${name}+none`])),
    ...of('right').flatMap(({ name }) => (met.has(name) ? [] : [`none+${name}`])),
  ];
  return [...pairs.map(([one, other]) => `${one}+${other}`), ...alone].toSorted();
};

describe('an outer join of streams', () => {
  it('gives every pair once, whichever comes first, and what met none once its window has closed', () => {
    fc.assert(
      fc.property(arrivals, (records) => {
        // In order of time, so that nothing comes after its window: such a record is told alone at once.
        const inOrder = records.toSorted((a, b) => a.timestamp - b.timestamp);
        expect(joined(inOrder)).toEqual(defined(inOrder));
      }),
      { numRuns: 500 },
    );
  });
});
