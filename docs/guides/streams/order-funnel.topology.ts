import { numberSerde, StreamsBuilder, stringSerde, topic, type Topology } from '@orderflow/streams';
import { orderStates } from './order-topics.ts';

/** By status: how many orders are in it now. */
export const orderFunnelResults = topic({
  name: 'orders.funnel',
  key: stringSerde,
  value: numberSerde,
});

export const orderFunnel = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .table(orderStates, 'order-states')
    // An order that moves on leaves its old count for the new one: a stream would only ever add.
    .groupBy(({ status }, order) => [status, order], { key: stringSerde, value: stringSerde })
    .count('orders-by-status')
    .toStream()
    .to(orderFunnelResults);
  return builder.build();
};
