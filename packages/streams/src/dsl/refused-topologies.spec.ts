import { describe, expect, it } from '@jest/globals';
import {
  joinWindows,
  keyValueStore,
  StreamsBuilder,
  stringSerde,
  topic,
  TopologyError,
  tumbling,
  untilWindowCloses,
  type Windowed,
} from '../index.ts';

const text = (name: string) => topic({ name, key: stringSerde, value: stringSerde });
const [orders, customers] = [text('orders'), text('customers')];
const both = (one: string, other: string): string => one + other;
const quiet = () => ({ receive: () => undefined });

/** Problems with their places as lines of this file after the line on which the declaring function begins. */
const refused = (
  declare: (builder: StreamsBuilder) => unknown,
): readonly { problem: string; line: number }[] => {
  const builder = new StreamsBuilder();
  const begin = lineOf(new Error('here').stack?.split('\n')[2] ?? '');
  declare(builder);
  try {
    builder.build();
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    expect(error.code).toBe('INVALID_TOPOLOGY');
    return error.problems.map(({ problem, place }) => ({ problem, line: lineOf(place) - begin }));
  }
  return [];
};

/** Of a place in this file and no other. */
const lineOf = (place: string): number => {
  const line = /refused-topologies\.spec\.ts:(\d+):\d+\)?$/.exec(place)?.[1];
  if (line === undefined) throw new Error(`${place} is not in this file`);
  return Number(line);
};

describe('a topology is refused with the place of', () => {
  it('a name that is taken, by the place of the one that has it', () => {
    const problems = refused((builder) => {
      builder.stream(orders).process(quiet, { name: 'twice' });
      builder.stream(customers).process(quiet, { name: 'twice' });
    });
    expect(problems).toEqual([
      {
        line: 2,
        problem: expect.stringMatching(/^the name twice is taken by what is declared at \/.*:\d+:\d+$/),
      },
    ]);
  });

  it('a topic that is read twice', () => {
    const problems = refused((builder) => {
      builder.stream(orders);
      builder.table(orders, 'known');
    });
    expect(problems).toMatchObject([
      { line: 2, problem: expect.stringMatching(/^the name orders is taken/) },
    ]);
  });

  it.each(['', 'two words', 'a/b', 'é', 'x'.repeat(201)])('a name that is none: %j', (name) => {
    const problems = refused((builder) => builder.stream(orders).groupByKey().count(name));
    expect(problems).toEqual([
      {
        line: 0,
        problem: `${JSON.stringify(name)} is no name: 1 to 200 letters, digits, dots, dashes and underscores`,
      },
    ]);
  });

  it('a topic to write to whose name is none', () => {
    expect(refused((builder) => builder.stream(orders).to(text('not a topic')))).toEqual([
      { line: 0, problem: '"not a topic" is no name of a topic' },
    ]);
  });

  it('the second of two stores of one name', () => {
    const seen = () => keyValueStore({ name: 'seen', key: stringSerde, value: stringSerde });
    const problems = refused((builder) => {
      builder.stream(orders).process(quiet, { name: 'one', stores: [seen()] });
      builder.stream(customers).process(quiet, { name: 'other', stores: [seen()] });
    });
    expect(problems).toEqual([{ line: 2, problem: 'the store seen belongs to one' }]);
  });

  it('what needs a key serde that nobody has named', () => {
    const problems = refused((builder) => {
      const numbered = builder.stream(orders).selectKey(Number);
      numbered.groupByKey().count('counts');
    });
    expect(problems).toEqual([
      { line: 2, problem: 'counts needs to know how its keys are written: name a serde where they are made' },
    ]);
  });

  it('what needs a value serde that nobody has named', () => {
    const problems = refused((builder) => {
      const numbers = builder.stream(orders).mapValues(Number);
      numbers.groupByKey().reduce('greatest', (one, other) => Math.max(one, other));
    });
    expect(problems).toEqual([
      {
        line: 2,
        problem: 'greatest needs to know how its values are written: name a serde where they are made',
      },
    ]);
  });

  it('a table that is kept in a store and whose new values have no serde', () => {
    expect(
      refused((builder) => builder.table(orders, 'known').mapValues(Number, { store: 'numbers' })),
    ).toEqual([
      {
        line: 0,
        problem: 'numbers needs to know how its values are written: name a serde where they are made',
      },
    ]);
  });

  it('a suppression until windows close, of a table without windows', () => {
    const withoutWindows = topic<Windowed<string>, string>({
      name: 'windowed',
      key: { serialize: ({ key }) => stringSerde.serialize(key), deserialize: neverRead },
      value: stringSerde,
    });
    const problems = refused((builder) => {
      builder.table(withoutWindows, 'known').suppress('final', untilWindowCloses());
    });
    expect(problems).toEqual([
      { line: 1, problem: 'final waits for windows to close and the table has none' },
    ]);
  });

  it('a join to a table after the key has changed, which a repartition mends', () => {
    expect(
      refused((builder) => {
        const rekeyed = builder.stream(orders).selectKey((value) => value, { key: stringSerde });
        const known = builder.table(customers, 'known');
        rekeyed.join(known, both);
        rekeyed.leftJoin(known, (value) => value);
        rekeyed.repartition('again').join(known, both);
      }),
    ).toEqual([
      { line: 3, problem: 'a stream whose key was changed is joined to a table: repartition() it first' },
      { line: 4, problem: 'a stream whose key was changed is joined to a table: repartition() it first' },
    ]);
  });

  it.each([0, -1, 1.5, Number.NaN])('a repartition into %d partitions', (partitions) => {
    expect(refused((builder) => builder.stream(orders).repartition('again', { partitions }))).toEqual([
      { line: 0, problem: `again can't have ${partitions} partitions` },
    ]);
  });

  it.each(['otherwise', '0', '17'])('a branch that is called %s', (name) => {
    expect(refused((builder) => builder.stream(orders).split({ [name]: () => true }))).toEqual([
      { line: 0, problem: `a branch can't be called ${name}` },
    ]);
  });
});

describe('a TopologyError', () => {
  it('lists all problems at once, in the order of their declaration', () => {
    const problems = refused((builder) => {
      const numbers = builder.stream(orders).map((value, key) => [key, Number(value)] as const);
      numbers.repartition('by-nothing');
      numbers.groupByKey().count('not a name');
      builder.stream(orders);
    });
    expect(problems.map(({ line }) => line)).toEqual([2, 2, 3, 3, 3, 3, 3, 4]);
  });

  it('says each problem with its place on a line of its own', () => {
    const builder = new StreamsBuilder();
    builder.stream(orders).groupByKey().count('a b');
    builder.stream(orders);
    expect(() => builder.build()).toThrow(
      /^"a b" is no name: .* \(\/.*\/refused-topologies\.spec\.ts:\d+:\d+\)\nthe name orders is taken by .* \(.*\/refused-topologies\.spec\.ts:\d+:\d+\)$/,
    );
  });
});

it('what is in order is not refused', () => {
  const windows = joinWindows({ withinMs: 1, graceMs: 0 });
  expect(
    refused((builder) => {
      const [left, right] = [builder.stream(orders), builder.stream(customers)];
      left.joinStream(right, both, { name: 'pairs', windows });
      left
        .groupByKey()
        .windowedBy(tumbling({ sizeMs: 1, graceMs: 0 }))
        .count('counts')
        .suppress('final', untilWindowCloses());
    }),
  ).toEqual([]);
});

const neverRead = (): never => {
  throw new TypeError('nothing is read in this file');
};
