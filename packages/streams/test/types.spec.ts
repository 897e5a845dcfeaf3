import { describe, expect, it } from '@jest/globals';
import {
  numberSerde,
  StreamsBuilder,
  type StreamOf,
  stringSerde,
  type TableOf,
  topic,
  tumbling,
  untilWindowCloses,
  type Windowed,
} from '../src/index.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Whether a method takes either of two as its first argument. */
type Takes<M extends (first: never, ...rest: never[]) => unknown, A extends [unknown, unknown]> = [
  [A[0]] extends [Parameters<M>[0]] ? true : false,
  [A[1]] extends [Parameters<M>[0]] ? true : false,
];

const texts = topic({ name: 'texts', key: stringSerde, value: stringSerde });
const numbers = topic({ name: 'numbers', key: numberSerde, value: numberSerde });
const lengths = topic({ name: 'lengths', key: stringSerde, value: numberSerde });

describe('types of a topology', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream(texts);
  const table = builder.table(lengths, 'lengths-table');
  const byNumber = builder.table(numbers, 'numbers-table');

  it('are inferred from a topic to the end', () => {
    const counted = stream
      .filter((value) => value.length > 1)
      .map((value) => [value.length, value] as const, { key: numberSerde, value: stringSerde })
      .groupByKey()
      .windowedBy(tumbling({ sizeMs: 1_000, graceMs: 0 }))
      .count('counts');
    const isCounted: Same<typeof counted, TableOf<Windowed<number>, number>> = true;
    const changes = counted.toStream();
    const isStream: Same<typeof changes, StreamOf<Windowed<number>, number | null>> = true;
    const joined = stream.leftJoin(table, (value, length) => ({ value, length }));
    const isJoined: Same<typeof joined, StreamOf<string, { value: string; length: number | null }>> = true;
    expect([isCounted, isStream, isJoined]).toEqual([true, true, true]);
  });

  it('refuse what has unlike keys', () => {
    const other = builder.stream(numbers);
    const withTable: Takes<typeof stream.join, [typeof byNumber, typeof table]> = [false, true];
    const withStream: Takes<typeof stream.joinStream, [typeof other, typeof stream]> = [false, true];
    const ofTables: Takes<typeof table.join, [typeof byNumber, typeof table]> = [false, true];
    expect([withTable, withStream, ofTables]).toEqual(Array.from({ length: 3 }, () => [false, true]));
  });

  it('refuse a foreign key that is no key of the other table', () => {
    type ForeignKey = Parameters<typeof table.joinByForeignKey<number, number, string>>[2];
    const texty: [(value: number) => string] extends [ForeignKey] ? true : false = false;
    const numeric: [(value: number) => number] extends [ForeignKey] ? true : false = true;
    expect([texty, numeric]).toEqual([false, true]);
  });

  it('refuse a topic of other values', () => {
    const changes = table.toStream();
    const written: Takes<typeof changes.to, [typeof texts, typeof lengths]> = [false, true];
    expect(written).toEqual([false, true]);
  });

  it('refuse to wait for windows to close where there are none', () => {
    const closing = untilWindowCloses<string>();
    const windowed = stream
      .groupByKey()
      .windowedBy(tumbling({ sizeMs: 1_000, graceMs: 0 }))
      .count('windowed');
    type Suppresses<M extends (name: string, suppressed: never) => unknown> = [typeof closing] extends [
      Parameters<M>[1],
    ]
      ? true
      : false;
    const plain: Suppresses<typeof table.suppress> = false;
    const inWindows: Suppresses<typeof windowed.suppress> = true;
    expect([plain, inWindows]).toEqual([false, true]);
  });
});
