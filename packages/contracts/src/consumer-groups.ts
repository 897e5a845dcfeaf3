/**
 * How a handler's records may be replayed to it. `rebuild`: its only effect is a read model, which is filled anew beside the live one.
 * `verify`: it runs again, its outputs are compared with what stands in their topic and go nowhere. `never`: its effects can't be told apart.
 */
export type ReplayMode = 'rebuild' | 'verify' | 'never';

/** A consumer group and the topics it reads; each of them gets topics for what is parked. */
export interface ConsumerGroup {
  readonly group: string;
  readonly topics: readonly string[];
  /** Whose code handles them: the folder in `apps`. */
  readonly service: 'orders' | 'payments';
  /** `never` where it says nothing. The service's replay program refuses to start where its code says otherwise. */
  readonly replay?: ReplayMode;
}

/** Every consumer group there is. A handler that must see an event by itself has a group of its own. */
export const consumerGroups = [
  { group: 'payments', topics: ['orders.events'], service: 'payments', replay: 'verify' },
  { group: 'payments-details', topics: ['payments.events'], service: 'payments', replay: 'rebuild' },
  { group: 'orders', topics: ['payments.events'], service: 'orders' },
] as const satisfies readonly ConsumerGroup[];

/** How a group's records may be replayed. */
export function replayModeOf({ replay = 'never' }: ConsumerGroup): ReplayMode {
  return replay;
}
