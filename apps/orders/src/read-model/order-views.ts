import type { OrderEvent } from '@orderflow/contracts';
import type { EventStore } from '@orderflow/event-sourcing';
import type { Logger } from '@orderflow/telemetry';
import { foldOrderDetails, type OrderDetails } from './order-details.ts';
import type { OrderDetailsRepository } from './order-details.repository.ts';
import type { OrderOutcomes } from './order-outcomes.ts';

export interface OrderViewsOptions {
  readonly store: EventStore<OrderEvent>;
  readonly details: OrderDetailsRepository;
  readonly outcomes: OrderOutcomes;
  readonly logger: Logger;
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

  /**
   * The order as it is now if it was settled within the time; with no time nobody waits. Never rejects: the order was placed, and a
   * client told otherwise would place it again.
   */
  async settled(
    orderId: string,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<OrderDetails | undefined> {
    if (milliseconds === 0) return undefined;
    const { outcomes, logger } = this.#options;
    try {
      const settled = await outcomes.settled(orderId, milliseconds, signal);
      return settled ? await this.current(orderId) : undefined;
    } catch (error) {
      logger.warn('outcome not awaited', { orderId, error });
      return undefined;
    }
  }
}
