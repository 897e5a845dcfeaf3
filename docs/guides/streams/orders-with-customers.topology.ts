import { jsonSerde, StreamsBuilder, stringSerde, topic, type Topology } from '@orderflow/streams';
import { membersOf } from './json-members.ts';
import { type Customer, type OrderPlaced, parseCustomer, parseOrderPlaced } from './order-records.ts';
import { customers, ordersPlaced } from './order-topics.ts';

interface OrderOfCustomer {
  readonly placed: OrderPlaced;
  /** As it was known when the order was handled; null where it was not. */
  readonly customer: Customer | null;
}

/** By order: each order with its customer. */
export const ordersWithCustomersResults = topic({
  name: 'orders.with-customers',
  key: stringSerde,
  value: jsonSerde<OrderOfCustomer>((json) => {
    const members = membersOf(json);
    const customer = members.get('customer');
    return {
      placed: parseOrderPlaced(members.get('placed')),
      customer: customer === null ? null : parseCustomer(customer),
    };
  }),
});

export const ordersWithCustomers = (): Topology => {
  const builder = new StreamsBuilder();
  const known = builder.table(customers, 'known-customers');
  builder
    .stream(ordersPlaced)
    .selectKey(({ customer }) => customer, { key: stringSerde })
    // The order has to be where its customer is kept.
    .repartition('orders-by-customer')
    .leftJoin(known, (placed, customer) => ({ placed, customer }))
    .selectKey(({ placed }) => placed.order)
    .to(ordersWithCustomersResults);
  return builder.build();
};
