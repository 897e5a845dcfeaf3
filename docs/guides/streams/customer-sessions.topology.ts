import {
  jsonSerde,
  sessions,
  sessionWindowedSerde,
  StreamsBuilder,
  stringSerde,
  topic,
  type Topology,
} from '@orderflow/streams';
import { membersOf, wholeNumber } from './json-members.ts';
import { customerActions } from './order-topics.ts';

const minuteMs = 60_000;

interface Visit {
  readonly actions: number;
  readonly orders: number;
}

const visits = jsonSerde<Visit>((json) => {
  const members = membersOf(json);
  return { actions: wholeNumber(members, 'actions'), orders: wholeNumber(members, 'orders') };
});

/** By customer and visit: what was done in it so far. A null withdraws a visit that has become part of a longer one. */
export const customerSessionResults = topic({
  name: 'customers.sessions',
  key: sessionWindowedSerde(stringSerde),
  value: visits,
});

export const customerSessions = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .stream(customerActions)
    .groupByKey()
    .windowedBy(sessions({ gapMs: 30 * minuteMs, graceMs: 5 * minuteMs }))
    .aggregate(
      'customer-sessions',
      {
        initial: () => ({ actions: 0, orders: 0 }),
        add: ({ actions, orders }, { action }) => ({
          actions: actions + 1,
          orders: orders + (action === 'ordered' ? 1 : 0),
        }),
        merge: (one, other) => ({
          actions: one.actions + other.actions,
          orders: one.orders + other.orders,
        }),
      },
      { value: visits },
    )
    .toStream()
    .to(customerSessionResults);
  return builder.build();
};
