import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonSerde, nullable, StreamsBuilder, stringSerde, topic, type Topology } from '../src/index.ts';
import { topologyDriver } from '../src/testing/index.ts';

interface Order {
  readonly customer: string;
  readonly amount: number;
}

interface Total {
  readonly orders: number;
  readonly amount: number;
}

const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof json === 'object' && json !== null;

const order = jsonSerde((json): Order => {
  if (!isRecord(json)) throw new TypeError('no order');
  return { customer: String(json['customer']), amount: Number(json['amount']) };
});
const total = jsonSerde((json): Total => {
  if (!isRecord(json)) throw new TypeError('no total');
  return { orders: Number(json['orders']), amount: Number(json['amount']) };
});

const orders = topic({ name: 'orders', key: stringSerde, value: order });
const totals = topic({ name: 'totals-out', key: stringSerde, value: nullable(total) });
const none: Total = { orders: 0, amount: 0 };

const plus = (one: Total, amount: number, sign: 1 | -1): Total => ({
  orders: one.orders + sign,
  amount: one.amount + sign * amount,
});

const totalled = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .table(orders, 'orders-by-id')
    .groupBy((one) => [one.customer, one], { key: stringSerde, value: order })
    .aggregate(
      'totals',
      {
        initial: () => none,
        add: (sum, { amount }) => plus(sum, amount, 1),
        subtract: (sum, { amount }) => plus(sum, amount, -1),
      },
      { value: total },
    )
    .toStream()
    .to(totals);
  return builder.build();
};

const changes = fc.array(
  fc.record({
    key: fc.constantFrom('1', '2', '3', '4'),
    value: fc.option(
      fc.record({ customer: fc.constantFrom('ann', 'bo', 'cy'), amount: fc.nat({ max: 100 }) }),
    ),
    timestamp: fc.nat({ max: 1_000 }),
  }),
  { maxLength: 40 },
);

it('an aggregate of a table is the aggregate of its rows as they stand, after every change', () => {
  fc.assert(
    fc.property(changes, (records) => {
      const driver = topologyDriver(totalled());
      const rows = new Map<string, Order>();
      const shown = new Map<string, Total | null>();
      for (const { key, value, timestamp } of records) {
        driver.pipe(orders, { key, value, timestamp });
        if (value === null) rows.delete(key);
        else rows.set(key, value);
        for (const result of driver.read(totals)) shown.set(result.key, result.value);

        const expected = new Map([...shown.keys()].map((customer) => [customer, none]));
        for (const { customer, amount } of rows.values())
          expected.set(customer, plus(expected.get(customer) ?? none, amount, 1));
        expect(shown).toEqual(expected);
      }
    }),
  );
});
