import { describe, expect, it } from '@jest/globals';
import { joinWindows, keyValueStore, StreamsBuilder, stringSerde, topic, type Topology } from '../index.ts';
import { checkCoPartitioning } from './check-co-partitioning.ts';
import { coPartitionedTopics } from './co-partitioning.ts';

const text = (name: string, partitions?: number) =>
  topic({ name, key: stringSerde, value: stringSerde, ...(partitions === undefined ? {} : { partitions }) });
const both = (one: string, other: string): string => one + other;
const string = { key: stringSerde, value: stringSerde };
const windows = joinWindows({ withinMs: 1_000, graceMs: 0 });

const built = (declare: (builder: StreamsBuilder) => void): Topology => {
  const builder = new StreamsBuilder();
  declare(builder);
  return builder.build();
};
const groupsOf = (topology: Topology) => coPartitionedTopics(topology).map(({ topics }) => topics);
const check = (topology: Topology, counts: Readonly<Record<string, number>>) => {
  const { problems, repartitionPartitions } = checkCoPartitioning(topology, (name) => counts[name]);
  return { problems, created: Object.fromEntries(repartitionPartitions) };
};

const streamTable = (): Topology =>
  built((builder) => builder.stream(text('orders')).join(builder.table(text('customers'), 'known'), both));

describe('topics are co-partitioned', () => {
  it('where a stream joins a table', () => {
    expect(coPartitionedTopics(streamTable())).toEqual([
      {
        topics: ['orders', 'customers'],
        meetings: [
          { node: 'known', operator: 'table', place: expect.stringContaining('co-partitioning.spec.ts:') },
          { node: 'join-1', operator: 'join', place: expect.stringContaining('co-partitioning.spec.ts:') },
        ],
      },
    ]);
  });

  it('where streams join, and where tables do, through tables that keep nothing', () => {
    const topology = built((builder) => {
      builder.stream(text('a')).joinStream(builder.stream(text('b')), both, { name: 'pairs', windows });
      const upper = builder.table(text('c'), 'c-table').mapValues((value) => value.toUpperCase());
      upper.join(builder.table(text('d'), 'd-table'), both);
    });
    expect(groupsOf(topology)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('where processors share a store', () => {
    const topology = built((builder) => {
      const stores = [keyValueStore({ name: 'seen', ...string })];
      const quiet = () => ({ receive: () => undefined });
      builder.stream(text('a')).process(quiet, { name: 'one', stores });
      builder.stream(text('b')).process(quiet, { name: 'other', stores });
    });
    expect(groupsOf(topology)).toEqual([['a', 'b']]);
  });

  it('where merged streams are counted together, and not where they are only merged', () => {
    const merged = (builder: StreamsBuilder) => builder.stream(text('a')).merge(builder.stream(text('b')));
    expect(groupsOf(built((builder) => merged(builder).to(text('out'))))).toEqual([['a'], ['b']]);
    expect(groupsOf(built((builder) => merged(builder).groupByKey().count('counts')))).toEqual([['a', 'b']]);
  });

  it('through a third that both join, in the order of their declaration', () => {
    const topology = built((builder) => {
      const [a, b] = [builder.stream(text('a')), builder.stream(text('b'))];
      const known = builder.table(text('c'), 'known');
      b.join(known, both).to(text('out'));
      a.join(known, both).to(text('out'));
    });
    expect(groupsOf(topology).map((topics) => topics.toSorted())).toEqual([['a', 'b', 'c']]);
  });

  it('never with a global table', () => {
    const topology = built((builder) => {
      const cities = builder.globalTable(text('cities'), 'places');
      builder.stream(text('a')).joinGlobal(cities, (value) => value, both);
      builder.stream(text('b')).joinGlobal(cities, (value) => value, both);
    });
    expect(groupsOf(topology)).toEqual([['a'], ['b']]);
    expect(check(topology, { a: 2, b: 3, cities: 1 }).problems).toEqual([]);
  });
});

describe('a check of partition counts', () => {
  it('finds nothing where they are equal', () => {
    expect(check(streamTable(), { orders: 4, customers: 4 }).problems).toEqual([]);
  });

  it('names topics, counts and places where they differ', () => {
    const { problems } = check(streamTable(), { orders: 4, customers: 6 });
    expect(problems).toEqual([
      {
        problem: expect.stringMatching(
          /^topics that meet at known, join-1 need equal partition counts: orders has 4 \(.*spec\.ts:\d+:\d+\), customers has 6 \(.*spec\.ts:\d+:\d+\)$/,
        ),
        place: expect.stringMatching(/co-partitioning\.spec\.ts:\d+:\d+$/),
        topics: [
          { topic: 'orders', partitions: 4, place: expect.any(String) },
          { topic: 'customers', partitions: 6, place: expect.any(String) },
        ],
      },
    ]);
  });

  it('finds an input topic that is not there, once', () => {
    const { problems } = check(streamTable(), { orders: 4 });
    expect(problems.map(({ problem }) => problem)).toEqual([
      'the topic customers has no known partition count: it may not exist',
    ]);
  });

  it('goes by the declared count of a topic that is not there yet, and finds a topic that has another', () => {
    const topology = built((builder) =>
      builder.stream(text('orders', 4)).join(builder.table(text('customers', 6), 'known'), both),
    );
    expect(check(topology, {}).problems).toHaveLength(1);
    expect(check(topology, { orders: 6, customers: 6 }).problems.map(({ problem }) => problem)).toEqual([
      'the topic orders is declared with 4 partitions and has 6',
    ]);
  });
});

describe('a repartition topic without a count', () => {
  const rekeyed = (builder: StreamsBuilder, name: string) =>
    builder.stream(text(name)).selectKey((value) => value, { key: stringSerde });

  it('takes that of the input topic which it meets', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a')
        .repartition('by-value')
        .join(builder.table(text('b'), 'known'), both),
    );
    expect(check(topology, { a: 12, b: 3 })).toEqual({
      problems: [],
      created: { 'by-value-repartition': 3 },
    });
  });

  it('takes the greatest of its side where it is alone', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a').merge(rekeyed(builder, 'b')).groupByKey().count('counts'),
    );
    expect(check(topology, { a: 2, b: 5 })).toEqual({ problems: [], created: { 'counts-repartition': 5 } });
  });

  it('takes the greatest of both sides where repartition topics meet', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a').joinStream(rekeyed(builder, 'b'), both, { name: 'pairs', windows }),
    );
    expect(check(topology, { a: 2, b: 5 })).toEqual({
      problems: [],
      created: { 'pairs-left-repartition': 5, 'pairs-right-repartition': 5 },
    });
  });

  it('takes a declared count of the topic it meets', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a')
        .repartition('one', { partitions: 7 })
        .joinStream(rekeyed(builder, 'b'), both, { name: 'pairs', windows }),
    );
    expect(check(topology, { a: 2, b: 5 })).toEqual({
      problems: [],
      created: { 'one-repartition': 7, 'pairs-right-repartition': 7 },
    });
  });

  it('passes its count on to the next', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a')
        .repartition('one')
        .selectKey((value) => value, { key: stringSerde })
        .groupByKey()
        .count('counts'),
    );
    expect(check(topology, { a: 9 }).created).toEqual({ 'one-repartition': 9, 'counts-repartition': 9 });
  });

  it('has one also where topics feed their own group in a ring', () => {
    const topology = built((builder) => {
      const first = rekeyed(builder, 'a').repartition('first');
      const second = first.selectKey((value) => value, { key: stringSerde }).repartition('second');
      second.groupByKey().count('counts');
      const third = second.selectKey((value) => value, { key: stringSerde }).repartition('third');
      third.joinStream(first, both, { name: 'pairs', windows });
    });
    expect(check(topology, { a: 4 }).created).toEqual({
      'first-repartition': 4,
      'second-repartition': 4,
      'third-repartition': 4,
    });
  });

  it('has none where nothing is known of its inputs', () => {
    const topology = built((builder) => rekeyed(builder, 'a').groupByKey().count('counts'));
    expect(check(topology, {}).created).toEqual({});
  });

  it('has to keep the count with which it exists', () => {
    const topology = built((builder) =>
      rekeyed(builder, 'a')
        .repartition('by-value')
        .join(builder.table(text('b'), 'known'), both),
    );
    const { problems } = check(topology, { a: 12, b: 3, 'by-value-repartition': 4 });
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('need equal partition counts: by-value-repartition has 4'),
    ]);
  });
});
