import { describe, expect, it } from '@jest/globals';
import {
  joinWindows,
  numberSerde,
  StreamsBuilder,
  type StreamOf,
  stringSerde,
  type TableOf,
  topic,
  tumbling,
  untilTimeLimit,
  untilWindowCloses,
  type Windowed,
} from '../src/index.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const texts = topic({ name: 'texts', key: stringSerde, value: stringSerde });
const numbers = topic({ name: 'numbers', key: numberSerde, value: numberSerde });
const lengths = topic({ name: 'lengths', key: stringSerde, value: numberSerde });

describe('types of a topology', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream(texts);
  const table = builder.table(lengths, 'lengths-table');
  const byNumber = builder.table(numbers, 'numbers-table');
  const both = (one: unknown, other: unknown): string => `${String(one)}${String(other)}`;

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
    const declare = (): unknown[] => [
      // @ts-expect-error a stream of texts and a table of numbers have no key in common
      stream.join(byNumber, both),
      // @ts-expect-error nor have two streams
      stream.joinStream(builder.stream(numbers), both, { name: 'x', windows: joinWindows({ graceMs: 0 }) }),
      // @ts-expect-error nor two tables
      table.join(byNumber, both),
      // @ts-expect-error a foreign key is a key of the other table
      table.joinByForeignKey('y', byNumber, (value) => String(value), both, { value: stringSerde }),
    ];
    expect(declare).toBeInstanceOf(Function);
  });

  it('refuse values that a topic is not of, and windows to wait for where there are none', () => {
    const declare = (): unknown[] => [
      // @ts-expect-error numbers are no texts
      table.toStream().to(texts),
      // @ts-expect-error its keys are no windows
      table.suppress('z', untilWindowCloses()),
      table.suppress('w', untilTimeLimit(1_000)),
    ];
    expect(declare).toBeInstanceOf(Function);
  });
});
