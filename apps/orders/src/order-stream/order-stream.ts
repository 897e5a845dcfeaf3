import type { OrderEvent } from '@orderflow/contracts';
import {
  fold,
  handleCommand,
  type AppendedEvent,
  type EventMetadata,
  type EventStore,
} from '@orderflow/event-sourcing';
import { lockStreams, type SqlClient, type Transaction } from '@orderflow/postgres-messaging';
import type { OrderCommand } from '../domain/order/order.commands.ts';
import { orderDecider } from '../domain/order/order.decider.ts';
import type { OrderRefusal } from '../domain/order/order.refusals.ts';
import type { OrderState } from '../domain/order/order.state.ts';

/** What caused a command: it stays with every event that follows from it. */
export type Cause = Omit<EventMetadata, 'eventId' | 'occurredAt'>;

/** How a command on an order ended, and the state after it. Version 0: there is no such order. */
export type OrderCommandResult = { readonly state: OrderState; readonly version: number } & (
  | { readonly outcome: 'accepted'; readonly events: readonly AppendedEvent<OrderEvent>[] }
  | { readonly outcome: 'refused'; readonly refusal: OrderRefusal }
);

export interface OrderStreamOptions {
  readonly storeWithin: (transaction: Transaction) => EventStore<OrderEvent>;
  /** Writes what the events change in the read model, in the same transaction; `state` is the order's after them. */
  readonly project: (
    sql: SqlClient,
    events: readonly AppendedEvent<OrderEvent>[],
    state: OrderState,
  ) => Promise<void>;
  readonly newEventId: () => string;
}

/** Commands on orders: each decided on the newest state and written with its read model, or not at all. */
export interface OrderStream {
  /** Takes the order's lock. Call it before the transaction's first write, so that transaction ids rise with versions. */
  lock(transaction: Transaction, orderId: string): Promise<void>;
  /** The order as its events made it; version 0 where it doesn't exist. */
  load(
    transaction: Transaction,
    orderId: string,
  ): Promise<{ readonly state: OrderState; readonly version: number }>;
  /** Decides a command at the time `occurredAt` and appends what follows. */
  execute(
    transaction: Transaction,
    command: OrderCommand,
    occurredAt: string,
    cause: Cause,
  ): Promise<OrderCommandResult>;
}

/** The order streams of the event store given. */
export function orderStream({ storeWithin, project, newEventId }: OrderStreamOptions): OrderStream {
  return {
    lock: (transaction, orderId) => lockStreams(transaction, [orderId]),

    async load(transaction, orderId) {
      const history = await storeWithin(transaction).read(orderId);
      const events = history.map(({ event }) => event);
      return { state: fold(orderDecider, events), version: history.length };
    },

    async execute(transaction, command, occurredAt, cause) {
      const result = await handleCommand({
        store: storeWithin(transaction),
        decider: orderDecider,
        streamId: command.orderId,
        command,
        metadata: () => ({ ...cause, eventId: newEventId(), occurredAt }),
        // The lock leaves no conflict to retry.
        attempts: 1,
      });
      const { state, version } = result;
      if (result.outcome === 'refused')
        return { outcome: 'refused', refusal: result.refusal, state, version };
      await project(transaction.sql, result.events, state);
      return { outcome: 'accepted', events: result.events, state, version };
    },
  };
}
