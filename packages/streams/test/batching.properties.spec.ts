import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  hopping,
  joinWindows,
  jsonSerde,
  numberSerde,
  StreamsBuilder,
  stringSerde,
  topic,
  type Topology,
  tumbling,
  untilWindowCloses,
} from '../src/index.ts';
import { topologyDriver } from '../src/testing/index.ts';

const inputs = [
  topic({ name: 'orders', key: stringSerde, value: numberSerde }),
  topic({ name: 'payments', key: stringSerde, value: numberSerde }),
  topic({ name: 'rates', key: stringSerde, value: numberSerde }),
] as const;
const [orders, payments, rates] = inputs;

const anything = jsonSerde((json) => json);
const results = topic({ name: 'results', key: anything, value: anything });

/** Windows with and without suppression, joins of two streams and with a table, and repartitions: all into one topic. */
const everything = (): Topology => {
  const builder = new StreamsBuilder();
  const stream = builder.stream(orders);
  const rate = builder.table(rates, 'rates-by-key');
  stream
    .selectKey((value) => String(value % 3), { key: stringSerde })
    .groupByKey()
    .windowedBy(hopping({ sizeMs: 20, advanceMs: 10, graceMs: 10 }))
    .count('by-rest')
    .toStream()
    .to(results);
  stream
    .groupByKey()
    .windowedBy(tumbling({ sizeMs: 10, graceMs: 5 }))
    .count('by-key')
    .suppress('final', untilWindowCloses())
    .toStream()
    .to(results);
  stream
    .outerJoinStream(builder.stream(payments), (order, payment) => ({ order, payment }), {
      name: 'paid',
      windows: joinWindows({ withinMs: 8, graceMs: 4 }),
    })
    .to(results);
  stream.leftJoin(rate, (order, by) => order * (by ?? 1)).to(results);
  rate
    .groupBy((value) => [String(value % 2), value], { key: stringSerde, value: numberSerde })
    .count('rates-by-parity')
    .toStream()
    .to(results);
  return builder.build();
};

const records = fc.array(
  fc.record({
    into: fc.constantFrom(...inputs),
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.nat({ max: 9 }),
    timestamp: fc.nat({ max: 80 }),
    /** Whether the results are read after it. */
    endsBatch: fc.boolean(),
  }),
  { maxLength: 40 },
);

it('what a driver gives does not depend on when it is asked, nor on what another was given', () => {
  fc.assert(
    fc.property(records, (all) => {
      const [batched, whole] = [topologyDriver(everything()), topologyDriver(everything())];
      const read = all.flatMap(({ into, key, value, timestamp, endsBatch }) => {
        batched.pipe(into, { key, value, timestamp });
        return endsBatch ? batched.read(results) : [];
      });
      read.push(...batched.read(results));
      for (const { into, key, value, timestamp } of all) whole.pipe(into, { key, value, timestamp });
      expect(read).toEqual(whole.read(results));
      expect(batched.drops).toEqual(whole.drops);
    }),
  );
});

it('a topology is a value: two drivers of one share nothing', () => {
  const topology = everything();
  fc.assert(
    fc.property(records, (all) => {
      const [one, other] = [topologyDriver(topology), topologyDriver(topology)];
      for (const { into, key, value, timestamp } of all) one.pipe(into, { key, value, timestamp });
      const given = one.read(results);
      expect(other.read(results)).toEqual([]);
      for (const { into, key, value, timestamp } of all) other.pipe(into, { key, value, timestamp });
      expect(other.read(results)).toEqual(given);
    }),
  );
});
