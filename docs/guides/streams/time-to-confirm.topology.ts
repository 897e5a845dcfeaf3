import {
  joinWindows,
  numberSerde,
  StreamsBuilder,
  stringSerde,
  topic,
  type Topology,
} from '@orderflow/streams';
import { ordersConfirmed, ordersPlaced } from './order-topics.ts';

const hourMs = 3_600_000;

/** By order: ms from placed to confirmed. */
export const timeToConfirmResults = topic({
  name: 'orders.time-to-confirm',
  key: stringSerde,
  value: numberSerde,
});

export const timeToConfirm = (): Topology => {
  const builder = new StreamsBuilder();
  const confirmations = builder.stream(ordersConfirmed);
  builder
    .stream(ordersPlaced)
    .joinStream(confirmations, (placed, confirmed) => confirmed.at - placed.at, {
      name: 'time-to-confirm',
      // A confirmation never has an earlier time than its order. Either may be read first: they are different topics.
      windows: joinWindows({ beforeMs: 0, afterMs: hourMs, graceMs: 60_000 }),
    })
    .to(timeToConfirmResults);
  return builder.build();
};
