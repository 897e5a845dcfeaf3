import { describe, expect, it } from '@jest/globals';
import {
  describeTopology,
  type GroupedStream,
  hopping,
  joinWindows,
  keyValueStore,
  numberSerde,
  type SessionWindows,
  sessions,
  type SlidingWindows,
  sliding,
  StreamsBuilder,
  stringSerde,
  type TimeWindows,
  topic,
  type TopologyDescription,
  tumbling,
  windowStore,
} from '../index.ts';
import { compareTopologies } from './compare-topologies.ts';

const text = (name: string, partitions?: number) =>
  topic({ name, key: stringSerde, value: stringSerde, ...(partitions === undefined ? {} : { partitions }) });
const [orders, customers, out] = [text('orders'), text('customers'), text('out')];
const string = { key: stringSerde, value: stringSerde };

type Declare = (builder: StreamsBuilder) => unknown;
const described = (declare: Declare): TopologyDescription => {
  const builder = new StreamsBuilder();
  declare(builder);
  return describeTopology(builder.build());
};
const compared = (before: Declare, after: Declare) => {
  const { incompatible, compatible } = compareTopologies(described(before), described(after));
  const short = ({ kind, subject }: { kind: string; subject: string }): string => `${kind} ${subject}`;
  return {
    incompatible: incompatible.map(short),
    compatible: compatible.map(short),
    texts: [...incompatible, ...compatible].map((change) => change.text),
  };
};

const grouped =
  (declare: (stream: GroupedStream<string, string>) => unknown): Declare =>
  (builder) =>
    declare(builder.stream(orders).groupByKey());
const rekeyed =
  (name: string, partitions?: number): Declare =>
  (builder) =>
    builder
      .stream(orders)
      .selectKey((value) => value, { key: stringSerde })
      .repartition(name, partitions === undefined ? {} : { partitions })
      .groupByKey()
      .count('counts');
const counted = grouped((stream) => stream.count('counts'));
const inTime = (windows: TimeWindows | SlidingWindows) =>
  grouped((stream) => stream.windowedBy(windows).count('counts'));
const inSessions = (windows: SessionWindows) =>
  grouped((stream) => stream.windowedBy(windows).count('counts'));

describe('incompatible is', () => {
  it('a store that is gone', () => {
    expect(compared(counted, (builder) => builder.stream(orders))).toMatchObject({
      incompatible: ['store-removed counts'],
      texts: ['The store counts is gone, and what it held with it.'],
    });
  });

  it('a store with another name, which is not new at the same time', () => {
    expect(
      compared(
        counted,
        grouped((stream) => stream.count('totals')),
      ),
    ).toEqual({
      incompatible: ['store-renamed counts'],
      compatible: [],
      texts: [
        'The store counts seems to be called totals now: what it held stays behind under the old name.',
      ],
    });
  });

  it('a store that is gone while another sort of store comes', () => {
    const tumblingTotals = grouped((stream) =>
      stream.windowedBy(tumbling({ sizeMs: 10, graceMs: 0 })).count('totals'),
    );
    expect(compared(counted, tumblingTotals)).toMatchObject({
      incompatible: ['store-removed counts'],
      compatible: ['store-added totals'],
    });
  });

  it('a store of another kind', () => {
    expect(compared(counted, inTime(tumbling({ sizeMs: 10, graceMs: 0 })))).toMatchObject({
      incompatible: ['store-kind-changed counts'],
      compatible: [],
      texts: ["The store counts is a window store and was a key-value store: what it held can't be read."],
    });
  });

  it('a shorter retention; a longer one is not', () => {
    const kept = (retentionMs: number) => (builder: StreamsBuilder) =>
      builder.stream(orders).process(() => ({ receive: () => undefined }), {
        name: 'own',
        stores: [windowStore({ name: 'seen', ...string, retentionMs })],
      });
    expect(compared(kept(200), kept(100))).toEqual({
      incompatible: ['retention-lowered seen'],
      compatible: [],
      texts: ['The store seen keeps 100 ms and kept 200 ms: what is older is lost.'],
    });
    expect(compared(kept(100), kept(200))).toMatchObject({
      incompatible: [],
      compatible: ['retention-raised seen'],
    });
  });

  it.each([
    ['size', tumbling({ sizeMs: 10, graceMs: 5 }), hopping({ sizeMs: 20, advanceMs: 10, graceMs: 5 }), 1],
    ['advance', tumbling({ sizeMs: 10, graceMs: 5 }), hopping({ sizeMs: 10, advanceMs: 5, graceMs: 5 }), 1],
    ['grace', tumbling({ sizeMs: 10, graceMs: 5 }), tumbling({ sizeMs: 10, graceMs: 6 }), 1],
    ['difference', sliding({ differenceMs: 10, graceMs: 5 }), sliding({ differenceMs: 11, graceMs: 5 }), 1],
    // The kind itself, the size, the advance and the difference.
    ['kind', tumbling({ sizeMs: 10, graceMs: 5 }), sliding({ differenceMs: 10, graceMs: 5 }), 4],
  ])('another %s of windows', (_, before, after, settings) => {
    const { incompatible } = compared(inTime(before), inTime(after));
    expect(incompatible.filter((change) => change === 'setting-changed counts')).toHaveLength(settings);
  });

  it('another gap or grace of sessions', () => {
    const before = inSessions(sessions({ gapMs: 10, graceMs: 5 }));
    expect(compared(before, inSessions(sessions({ gapMs: 12, graceMs: 5 })))).toMatchObject({
      incompatible: ['setting-changed counts'],
      compatible: ['retention-raised counts'],
      texts: [
        "The store counts is kept with gapMs 12 and was kept with 10: results of before and after don't fit together.",
        'The store counts keeps 17 ms and kept 15 ms.',
      ],
    });
    expect(compared(before, inSessions(sessions({ gapMs: 10, graceMs: 4 }))).incompatible).toEqual([
      'setting-changed counts',
      'retention-lowered counts',
    ]);
  });

  it('another window of a join, once for each of its stores', () => {
    const joined =
      (afterMs: number): Declare =>
      (builder) =>
        builder.stream(orders).joinStream(builder.stream(customers), (one, other) => one + other, {
          name: 'pairs',
          windows: joinWindows({ beforeMs: 5, afterMs, graceMs: 0 }),
        });
    expect(compared(joined(5), joined(6)).incompatible).toEqual([
      'setting-changed pairs-left',
      'setting-changed pairs-right',
      'setting-changed pairs-time',
    ]);
  });

  it("another operator under a store's name", () => {
    const greatest = grouped((stream) => stream.reduce('counts', (one) => one));
    expect(compared(counted, greatest)).toEqual({
      incompatible: ['operator-changed counts'],
      compatible: [],
      texts: [
        'The store counts is kept by reduce and was kept by aggregate: what it held means something else.',
      ],
    });
  });

  it('a repartition topic with other partitions, or with a count where it had none', () => {
    expect(compared(rekeyed('by-value', 4), rekeyed('by-value', 8))).toEqual({
      incompatible: ['partitions-changed by-value-repartition'],
      compatible: [],
      texts: [
        'The topic by-value-repartition is declared with 8 partitions and was with 4 partitions: keys go to other tasks than their state.',
      ],
    });
    expect(compared(rekeyed('by-value'), rekeyed('by-value', 8)).incompatible).toEqual([
      'partitions-changed by-value-repartition',
    ]);
  });

  it('a repartition topic that is gone', () => {
    expect(compared(rekeyed('by-value'), rekeyed('by-text'))).toMatchObject({
      incompatible: ['repartition-topic-removed by-value-repartition'],
      compatible: ['repartition-topic-added by-text-repartition'],
    });
  });

  it('other partitions of an input that fills a store, and not of one that fills none', () => {
    const count =
      (partitions: number): Declare =>
      (builder) =>
        builder.stream(text('orders', partitions)).groupByKey().count('counts');
    const pass =
      (partitions: number): Declare =>
      (builder) =>
        builder.stream(text('orders', partitions)).to(out);
    expect(compared(count(4), count(8)).incompatible).toEqual(['partitions-changed orders']);
    expect(compared(pass(4), pass(8))).toMatchObject({
      incompatible: [],
      compatible: ['partitions-changed orders'],
    });
  });

  it('a store that another sub-topology gets, and not one whose sub-topology only grew', () => {
    const customersToo: Declare = (builder) => builder.table(customers, 'known');
    const first: Declare = (builder) => [counted(builder), customersToo(builder)];
    const second: Declare = (builder) => [customersToo(builder), counted(builder)];
    expect(compared(first, second)).toMatchObject({
      incompatible: ['store-moved counts', 'store-moved known'],
      texts: [
        'The store counts belongs to sub-topology 1 and belonged to sub-topology 0: its tasks are others.',
        'The store known belongs to sub-topology 0 and belonged to sub-topology 1: its tasks are others.',
      ],
    });
    expect(compared(counted, first).incompatible).toEqual([]);
  });

  it('a table that becomes a global one', () => {
    const { incompatible } = compared(
      (builder) => builder.table(customers, 'known'),
      (builder) => builder.globalTable(customers, 'known'),
    );
    expect(incompatible).toEqual(['operator-changed known', 'store-moved known']);
  });
});

describe('compatible is', () => {
  it('nothing, of two that are the same', () => {
    expect(compared(counted, counted)).toEqual({ incompatible: [], compatible: [], texts: [] });
  });

  it('a new store', () => {
    const more = grouped((stream) => [stream.count('counts'), stream.reduce('last', (_, value) => value)]);
    expect(compared(counted, more)).toEqual({
      incompatible: [],
      compatible: ['store-added last'],
      texts: ['The store last is new and begins empty.'],
    });
  });

  it('a change of operators without a store, whatever numbers the others get by it', () => {
    const filtered: Declare = (builder) =>
      builder
        .stream(orders)
        .filter((value) => value !== '')
        .mapValues(Number, { value: numberSerde })
        .groupByKey()
        .count('counts');
    const mapped: Declare = (builder) =>
      builder.stream(orders).mapValues(Number, { value: numberSerde }).groupByKey().count('counts');
    expect(compared(filtered, mapped)).toEqual({
      incompatible: [],
      compatible: ['stateless-changed filter'],
      texts: ['There are 0 operators filter without a store of their own where there were 1.'],
    });
  });

  it('another topic that is read or written', () => {
    const passes: Declare = (builder) => builder.stream(orders).to(out);
    const others: Declare = (builder) => builder.stream(customers).to(text('elsewhere'));
    expect(compared(passes, others)).toMatchObject({
      incompatible: [],
      compatible: [
        'topic-added customers',
        'topic-removed orders',
        'topic-added elsewhere',
        'topic-removed out',
      ],
    });
  });

  it("a store's change of place among the processors that share it", () => {
    const seen = () => [keyValueStore({ name: 'seen', ...string })];
    const shared =
      (names: readonly string[]): Declare =>
      (builder) => {
        const [stream, stores] = [builder.stream(orders), seen()];
        for (const name of names) stream.process(() => ({ receive: () => undefined }), { name, stores });
      };
    expect(compared(shared(['one', 'other']), shared(['other', 'one'])).incompatible).toEqual([]);
  });
});
