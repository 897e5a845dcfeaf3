import type { OrderEvent } from '@orderflow/contracts';
import type { EventStore } from '@orderflow/event-sourcing';
import { foldOrderDetails, type OrderDetails } from './order-details.ts';
import type { OrderDetailsRepository } from './order-details.repository.ts';
import type { OrderOutcomes } from './order-outcomes.ts';

export interface OrderViewsOptions {
  readonly store: EventStore<OrderEvent>;
  readonly details: OrderDetailsRepository;
  readonly outcomes: OrderOutcomes;
}

/** Orders as they are, as they were at a version, and as they are once settled. */
export class OrderViews {
  readonly #options: OrderViewsOptions;

  constructor(options: OrderViewsOptions) {
    this.#options = options;
  }

  current(orderId: string): Promise<OrderDetails | undefined> {
    return this.#options.details.find(orderId);
  }

  /** The order as the first `version` events made it: the same whenever it is asked. */
  async at(orderId: string, version: number): Promise<OrderDetails | undefined> {
    return foldOrderDetails(await this.#options.store.read(orderId, { maxCount: version }));
  }

  /** The order as it is now if it was settled within the time; with no time nobody waits. */
  async settled(
    orderId: string,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<OrderDetails | undefined> {
    if (milliseconds === 0) return undefined;
    const settled = await this.#options.outcomes.settled(orderId, milliseconds, signal);
    return settled ? this.current(orderId) : undefined;
  }
}
