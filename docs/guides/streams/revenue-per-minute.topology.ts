import {
  StreamsBuilder,
  stringSerde,
  timeWindowedSerde,
  topic,
  type Topology,
  tumbling,
  untilWindowCloses,
} from '@orderflow/streams';
import { minorUnitsSerde } from './minor-units.serde.ts';
import { ordersPlaced } from './order-topics.ts';

const minuteMs = 60_000;

/** By currency and minute: the sum of what was ordered, once, when the minute has closed. */
export const revenuePerMinuteResults = topic({
  name: 'orders.revenue-per-minute',
  key: timeWindowedSerde(stringSerde, minuteMs),
  value: minorUnitsSerde,
});

/** By currency: orders that came after their minute had closed, so that no money is lost sight of. */
export const lateOrders = topic({
  name: 'orders.late-for-revenue',
  key: stringSerde,
  value: ordersPlaced.value,
});

export const revenuePerMinute = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .stream(ordersPlaced)
    .groupBy(({ currency }) => currency, { key: stringSerde })
    .windowedBy(tumbling({ sizeMs: minuteMs, graceMs: 10_000 }))
    .lateTo(lateOrders)
    .aggregate(
      'revenue-per-minute',
      { initial: () => 0n, add: (sum, { total }) => sum + BigInt(total) },
      { value: minorUnitsSerde },
    )
    .suppress('closed-minutes', untilWindowCloses())
    .toStream()
    .to(revenuePerMinuteResults);
  return builder.build();
};
