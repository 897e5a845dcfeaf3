import { Controller, Get, Inject, Res } from '@nestjs/common';
import { CurrentCaller, Operation, RequireScopes, ZodParam, type Caller } from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import { mayActFor } from '../../http/order-access.ts';
import { orderNotFound } from '../../http/order-problems.ts';
import { orderDetailsSchema, orderId } from '../../http/order-schema.ts';
import { sendOrder } from '../../http/send-order.ts';
import type { OrderDetails } from '../../read-model/order-details.ts';
import { OrderViews } from '../../read-model/order-views.ts';

/** `GET /orders/:id` */
@Controller('orders')
export class OrderDetailsController {
  readonly #views: OrderViews;

  constructor(@Inject(OrderViews) views: OrderViews) {
    this.#views = views;
  }

  @Get(':id')
  @RequireScopes('orders:read')
  @Operation({
    summary: 'An order as it is now',
    answers: {
      200: { description: 'The order.', body: orderDetailsSchema, headers: ['ETag'] },
      404: { description: 'There is no such order, or it is another customer’s.' },
    },
  })
  async details(
    @ZodParam('id', orderId) id: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDetails> {
    const order = await this.#views.current(id);
    if (order === undefined || !mayActFor(caller, order.customer.id)) throw orderNotFound();
    return sendOrder(reply, order);
  }
}
