/** A consumer group and the topics it reads; each of them gets topics for what is parked. */
export interface ConsumerGroup {
  readonly group: string;
  readonly topics: readonly string[];
}

/** Every consumer group there is. A handler that must see an event by itself has a group of its own. */
export const consumerGroups = [
  { group: 'payments', topics: ['orders.events'] },
  { group: 'payments-details', topics: ['payments.events'] },
  { group: 'orders', topics: ['payments.events'] },
] as const satisfies readonly ConsumerGroup[];
