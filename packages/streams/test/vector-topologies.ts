import {
  hopping,
  joinWindows,
  nullable,
  numberSerde,
  sessions,
  type Serde,
  sliding,
  type StreamOf,
  type StreamTopic,
  StreamsBuilder,
  stringSerde,
  topic,
  type Topology,
  tumbling,
  untilTimeLimit,
  untilWindowCloses,
  type Windowed,
} from '../src/index.ts';
import type { TopologyDriver } from '../src/testing/index.ts';

type Text = string | null;

/** One topology of the vectors, and how its answers are read. */
export interface VectorTopology {
  readonly topology: Topology;
  readonly inputs: readonly StreamTopic<Text, Text>[];
  readonly read: (driver: TopologyDriver) => readonly { key: Text; value: Text; ts: number }[];
}

const text = nullable(stringSerde);
const stream = (name: string): StreamTopic<Text, Text> => topic({ name, key: text, value: text });
const [inputStream, left, right] = [stream('in'), stream('left'), stream('right')];
const inputs = [inputStream, left, right];

/** Keys and values as the vectors write them; nothing reads them back but as text. */
const written: Serde<unknown> = {
  serialize: (value) =>
    value === null
      ? null
      : stringSerde.serialize(
          isWindowed(value)
            ? `${String(value.key)}@${value.start}/${value.end}`
            : JSON.stringify(value).replaceAll('"', ''),
        ),
  deserialize: (bytes) => text.deserialize(bytes),
};
const isWindowed = (value: unknown): value is Windowed<unknown> =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value && 'key' in value;
const out = topic({ name: 'out', key: text, value: text });

const declared =
  <K, V>(declare: (builder: StreamsBuilder) => StreamOf<K, V>) =>
  (): VectorTopology => {
    const builder = new StreamsBuilder();
    declare(builder).to({ name: 'out', key: written, value: written });
    return {
      topology: builder.build(),
      inputs,
      read: (driver) => driver.read(out).map(({ key, value, timestamp }) => ({ key, value, ts: timestamp })),
    };
  };

const grouped = (builder: StreamsBuilder) => builder.stream(inputStream).groupByKey();
const sum = { initial: () => 0, add: (total: number, value: Text) => total + Number(value ?? 0) };
const isEven = (value: string): boolean => Number(value) % 2 === 0;
const modulo = (value: string): string => String(Number(value) % 3);
const both = (one: unknown, other: unknown): string => `${String(one)}+${String(other)}`;
const joined = { name: 'joined', windows: joinWindows({ withinMs: 5_000, graceMs: 2_000 }) };
const tumblingCount = (builder: StreamsBuilder, graceMs: number) =>
  grouped(builder)
    .windowedBy(tumbling({ sizeMs: 10_000, graceMs }))
    .count('counts');
const sessionCount = (builder: StreamsBuilder) =>
  grouped(builder)
    .windowedBy(sessions({ gapMs: 5_000, graceMs: 3_000 }))
    .count('counts');
const keyed = (builder: StreamsBuilder, name: string) => builder.table(stream(name), `${name}-table`);
const tables = (builder: StreamsBuilder) => [keyed(builder, 'left'), keyed(builder, 'right')] as const;

export const vectorTopologies: Readonly<Record<string, () => VectorTopology>> = {
  'group-count': declared((builder) => grouped(builder).count('counts').toStream()),
  'group-reduce-max': declared((builder) =>
    grouped(builder)
      .reduce('greatest', (one, other) => (Number(other) > Number(one) ? other : one))
      .toStream(),
  ),
  'hopping-sum': declared((builder) =>
    grouped(builder)
      .windowedBy(hopping({ sizeMs: 10_000, advanceMs: 5_000, graceMs: 2_000 }))
      .aggregate('sums', sum, { value: numberSerde })
      .toStream(),
  ),
  'repartition-count': declared((builder) =>
    builder
      .stream(inputStream)
      .selectKey((value) => (value === null ? null : modulo(value)), { key: text })
      .groupByKey()
      .count('counts')
      .toStream(),
  ),
  'session-count': declared((builder) => sessionCount(builder).toStream()),
  'session-count-suppress': declared((builder) =>
    sessionCount(builder).suppress('closed', untilWindowCloses()).toStream(),
  ),
  'sliding-count': declared((builder) =>
    grouped(builder)
      .windowedBy(sliding({ differenceMs: 5_000, graceMs: 3_000 }))
      .count('counts')
      .toStream(),
  ),
  'stream-stream-inner': declared((builder) =>
    builder.stream(left).joinStream(builder.stream(right), both, joined),
  ),
  'stream-stream-inner-asymmetric': declared((builder) =>
    builder.stream(left).joinStream(builder.stream(right), both, {
      name: 'joined',
      windows: joinWindows({ beforeMs: 2_000, afterMs: 6_000, graceMs: 1_000 }),
    }),
  ),
  'stream-stream-left': declared((builder) =>
    builder.stream(left).leftJoinStream(builder.stream(right), both, joined),
  ),
  'stream-stream-outer': declared((builder) =>
    builder.stream(left).outerJoinStream(builder.stream(right), both, joined),
  ),
  'stream-table-inner': declared((builder) => builder.stream(left).join(keyed(builder, 'right'), both)),
  'stream-table-left': declared((builder) => builder.stream(left).leftJoin(keyed(builder, 'right'), both)),
  'table-filter': declared((builder) => keyed(builder, 'in').filter(isEven).toStream()),
  'table-filter-materialized': declared((builder) =>
    keyed(builder, 'in').filter(isEven, { store: 'even' }).toStream(),
  ),
  'table-group-aggregate': declared((builder) =>
    keyed(builder, 'in')
      .groupBy((value) => [modulo(value), value], { key: stringSerde, value: stringSerde })
      .aggregate(
        'members',
        {
          initial: () => '',
          add: (all, value) => `${all}+${value}`,
          subtract: (all, value) => `${all}-${value}`,
        },
        { value: stringSerde },
      )
      .toStream(),
  ),
  'table-group-count': declared((builder) =>
    keyed(builder, 'in')
      .groupBy((value) => [modulo(value), value], { key: stringSerde, value: stringSerde })
      .count('counts')
      .toStream(),
  ),
  'table-suppress-time-limit': declared((builder) =>
    keyed(builder, 'in').suppress('held', untilTimeLimit(5_000)).toStream(),
  ),
  'table-table-foreign-key-inner': declared((builder) => {
    const [ofLeft, ofRight] = tables(builder);
    return ofLeft.joinByForeignKey('joined', ofRight, modulo, both, { value: stringSerde }).toStream();
  }),
  'table-table-foreign-key-left': declared((builder) => {
    const [ofLeft, ofRight] = tables(builder);
    return ofLeft.leftJoinByForeignKey('joined', ofRight, modulo, both, { value: stringSerde }).toStream();
  }),
  'table-table-inner': declared((builder) => {
    const [ofLeft, ofRight] = tables(builder);
    return ofLeft.join(ofRight, both).toStream();
  }),
  'table-table-left': declared((builder) => {
    const [ofLeft, ofRight] = tables(builder);
    return ofLeft.leftJoin(ofRight, both).toStream();
  }),
  'table-table-outer': declared((builder) => {
    const [ofLeft, ofRight] = tables(builder);
    return ofLeft.outerJoin(ofRight, both).toStream();
  }),
  'tumbling-count': declared((builder) => tumblingCount(builder, 5_000).toStream()),
  'tumbling-count-suppress': declared((builder) =>
    tumblingCount(builder, 3_000).suppress('closed', untilWindowCloses()).toStream(),
  ),
  'tumbling-sum-no-grace': declared((builder) =>
    grouped(builder)
      .windowedBy(tumbling({ sizeMs: 10_000, graceMs: 0 }))
      .aggregate('sums', sum, { value: numberSerde })
      .toStream(),
  ),
  'windowed-count-to-table-join': declared((builder) =>
    grouped(builder).count('counts').join(keyed(builder, 'right'), both).toStream(),
  ),
};
