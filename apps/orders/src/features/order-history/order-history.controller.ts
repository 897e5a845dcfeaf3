import { Controller, Get, Header, Inject } from '@nestjs/common';
import { orderEvents, type OrderEvent } from '@orderflow/contracts';
import type { EventStore } from '@orderflow/event-sourcing';
import { CurrentCaller, Operation, RequireScopes, ZodParam, type Caller } from '@orderflow/service-kit';
import { z } from 'zod';
import { mayActFor } from '../../http/order-access.ts';
import { orderNotFound } from '../../http/order-problems.ts';
import { orderId } from '../../http/order-schema.ts';
import { ORDER_EVENT_STORE } from '../../order-stream/tokens.ts';
import { orderCloudEvent, orderCloudEventSchema, type OrderCloudEvent } from './order-cloud-event.ts';

const mediaType = 'application/cloudevents-batch+json';

/** `GET /orders/:id/events` */
@Controller('orders')
export class OrderHistoryController {
  readonly #store: EventStore<OrderEvent>;

  constructor(@Inject(ORDER_EVENT_STORE) store: EventStore<OrderEvent>) {
    this.#store = store;
  }

  @Get(':id/events')
  @Header('Content-Type', `${mediaType}; charset=utf-8`)
  @RequireScopes('orders:read')
  @Operation({
    summary: 'What has happened to an order, in order, as a CloudEvents JSON batch',
    answers: {
      200: { description: 'Every event of the order.', body: z.array(orderCloudEventSchema), mediaType },
      404: { description: 'There is no such order, or it is another customer’s.' },
    },
  })
  async history(
    @ZodParam('id', orderId) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<readonly OrderCloudEvent[]> {
    const events = await this.#store.read(id);
    const customerId = events.map(({ event }) => event).find((event) => event.type === 'OrderPlaced')?.data
      .customer.id;
    if (customerId === undefined || !mayActFor(caller, customerId)) throw orderNotFound();
    return events.map((event) => orderCloudEvent(event, currentVersion));
  }
}

function currentVersion(type: string): number {
  return orderEvents.get(type)?.currentVersion ?? 1;
}
