import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectorWatch } from '@orderflow/connect';
import { dataschema, eventCodec, eventSources, orderEvents, type OrderEvent } from '@orderflow/contracts';
import { postgresEventStore } from '@orderflow/event-store-postgres';
import {
  autocommitSql,
  idempotencyKeys,
  withTransaction,
  type Transaction,
} from '@orderflow/postgres-messaging';
import type { Logger } from '@orderflow/telemetry';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CancelOrderController } from './features/cancel-order/cancel-order.controller.ts';
import { CancelOrderHandler } from './features/cancel-order/cancel-order.handler.ts';
import { OrderDetailsController } from './features/order-details/order-details.controller.ts';
import { OrderHistoryController } from './features/order-history/order-history.controller.ts';
import { PlaceOrderController } from './features/place-order/place-order.controller.ts';
import { PlaceOrderHandler } from './features/place-order/place-order.handler.ts';
import { SettleOrderConsumer } from './features/settle-order/settle-order.consumer.ts';
import { SettleOrderHandler } from './features/settle-order/settle-order.handler.ts';
import { orderStream } from './order-stream/order-stream.ts';
import { ORDER_EVENT_STORE } from './order-stream/tokens.ts';
import { EndWaitsOnClose } from './read-model/end-waits-on-close.ts';
import { projectOrderDetails } from './read-model/order-details.projection.ts';
import { orderDetailsRepository } from './read-model/order-details.repository.ts';
import { orderOutcomes } from './read-model/order-outcomes.ts';
import { OrderViews } from './read-model/order-views.ts';

export interface OrdersModuleOptions {
  /** Initialised; closed with the application, after its consumers. */
  readonly dataSource: DataSource;
  readonly connectors: ConnectorWatch;
  readonly logger: Logger;
  /** The largest event the store takes, in bytes of UTF-8; the most it can take by default. */
  readonly maxEventBytes?: number;
}

/** The composition root: the one place that knows every class of the service, its clock and its ids. */
@Module({})
export class OrdersModule {
  static with({ dataSource, connectors, logger, maxEventBytes }: OrdersModuleOptions): DynamicModule {
    const now = () => new Date();
    const inTransaction = <T>(work: (transaction: Transaction) => Promise<T>) =>
      withTransaction(dataSource, work);
    const eventStore = postgresEventStore<OrderEvent>({
      codec: eventCodec(orderEvents),
      source: eventSources.orders,
      dataschema,
      ...(maxEventBytes === undefined ? {} : { maxEventBytes }),
    });
    const store = eventStore.over(dataSource);
    const orders = orderStream({
      storeWithin: (transaction) => eventStore.within(transaction),
      project: projectOrderDetails,
      newEventId: uuidv7,
    });
    const details = orderDetailsRepository(autocommitSql(dataSource));
    const stopping = new AbortController();
    const outcomes = orderOutcomes({
      settledAmong: (orderIds) => details.settledAmong(orderIds),
      stopping: stopping.signal,
    });
    const keys = idempotencyKeys;

    return {
      module: OrdersModule,
      controllers: [
        PlaceOrderController,
        CancelOrderController,
        OrderDetailsController,
        OrderHistoryController,
        SettleOrderConsumer,
      ],
      providers: [
        { provide: ORDER_EVENT_STORE, useValue: store },
        { provide: OrderViews, useValue: new OrderViews({ store, details, outcomes, logger }) },
        {
          provide: PlaceOrderHandler,
          useValue: new PlaceOrderHandler({ inTransaction, orders, keys, now, newOrderId: uuidv7 }),
        },
        {
          provide: CancelOrderHandler,
          useValue: new CancelOrderHandler({ inTransaction, orders, keys, now }),
        },
        {
          provide: SettleOrderHandler,
          useValue: new SettleOrderHandler({ inTransaction, orders, now, logger }),
        },
        {
          provide: EndWaitsOnClose,
          inject: [HttpAdapterHost],
          useFactory: (host: HttpAdapterHost<FastifyAdapter>) => new EndWaitsOnClose(host, stopping),
        },
        { provide: Closing, useValue: new Closing(dataSource, connectors) },
      ],
    };
  }
}

/** Closes what the service opened, after its consumers have stopped. */
class Closing implements OnApplicationShutdown {
  readonly #dataSource: DataSource;
  readonly #connectors: ConnectorWatch;

  constructor(dataSource: DataSource, connectors: ConnectorWatch) {
    this.#dataSource = dataSource;
    this.#connectors = connectors;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#connectors.stop();
    await this.#dataSource.destroy();
  }
}
