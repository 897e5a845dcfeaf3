import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StreamsBuilder } from '../dsl/streams-builder.ts';
import { numberSerde, stringSerde } from '../serde/serde.ts';
import { sessionWindowedSerde } from '../serde/windowed-serde.ts';
import { topologyDriver } from '../testing/topology-driver.ts';
import { topic } from '../topology/topic.ts';
import { sessions } from '../windows/session-windows.ts';

const gapMs = 5;
const input = topic({ name: 'in', key: stringSerde, value: stringSerde });
const output = topic({ name: 'out', key: sessionWindowedSerde(stringSerde), value: numberSerde });

/** The sessions that stand in the end, as `start/end: records`. */
const counted = (times: readonly number[]): string[] => {
  const builder = new StreamsBuilder();
  builder
    .stream(input)
    .groupByKey()
    .windowedBy(sessions({ gapMs, graceMs: 1_000 }))
    .count('counts')
    .toStream()
    .to(output);
  const driver = topologyDriver(builder.build());
  for (const timestamp of times) driver.pipe(input, { key: 'k', value: 'v', timestamp });
  const standing = new Map<string, number>();
  for (const { key, value } of driver.read(output)) {
    const session = `${key.start}/${key.end}`;
    if (value === null) standing.delete(session);
    else standing.set(session, value);
  }
  return [...standing].map(([session, count]) => `${session}: ${count}`).toSorted();
};

/** By definition: a new one wherever two records in order of time are further apart than the gap. */
const defined = (times: readonly number[]): string[] => {
  const found: number[][] = [];
  for (const time of times.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && time - (last.at(-1) ?? 0) <= gapMs) last.push(time);
    else found.push([time]);
  }
  return found.map((session) => `${session[0]}/${session.at(-1)}: ${session.length}`).toSorted();
};

describe('sessions', () => {
  it('come to what they are by definition, in whatever order records arrive; what is replaced is withdrawn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 15 }), (times) => {
        expect(counted(times)).toEqual(defined(times));
      }),
      { numRuns: 500 },
    );
  });
});
