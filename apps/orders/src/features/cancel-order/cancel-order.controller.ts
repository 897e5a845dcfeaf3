import { Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import {
  assertVersion,
  CurrentCaller,
  Operation,
  parseIdempotencyKey,
  parseIfMatch,
  RequireScopes,
  Trace,
  ZodBody,
  ZodParam,
  type Caller,
  type RequestTrace,
} from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import { mayActFor } from '../../http/order-access.ts';
import {
  keyBusy,
  keyMismatch,
  orderNotFound,
  refusalProblem,
  storeProblem,
} from '../../http/order-problems.ts';
import { orderDetailsSchema, orderId } from '../../http/order-schema.ts';
import { sendOrder } from '../../http/send-order.ts';
import { keyedRequest } from '../../idempotency/keyed-request.ts';
import type { OrderDetails } from '../../read-model/order-details.ts';
import { OrderViews } from '../../read-model/order-views.ts';
import { cancelOrderBody, type CancelOrderBody } from './cancel-order.body.ts';
import { CancelOrderHandler, OrderNotFoundError } from './cancel-order.handler.ts';

/** `POST /orders/:id/cancel` */
@Controller('orders')
export class CancelOrderController {
  readonly #handler: CancelOrderHandler;
  readonly #views: OrderViews;

  constructor(
    @Inject(CancelOrderHandler) handler: CancelOrderHandler,
    @Inject(OrderViews) views: OrderViews,
  ) {
    this.#handler = handler;
    this.#views = views;
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScopes('orders:write')
  @Operation({
    summary: 'Cancel an order that is not shipped; a payment that stands is voided',
    headers: ['Idempotency-Key', 'If-Match'],
    answers: {
      200: {
        description: 'The order, cancelled; also where it was before.',
        body: orderDetailsSchema,
        headers: ['ETag', 'Idempotent-Replayed'],
      },
      404: { description: 'There is no such order, or it is another customer’s.' },
      409: { description: 'It can no longer be cancelled, or the same Idempotency-Key is being answered.' },
      412: { description: 'Its version is another than If-Match demands.' },
      422: { description: 'The Idempotency-Key was used for another request.' },
    },
  })
  async cancel(
    @ZodParam('id', orderId) id: string,
    @ZodBody(cancelOrderBody) body: CancelOrderBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDetails> {
    const condition = parseIfMatch(ifMatch);
    const answered = await this.#handler
      .handle({
        orderId: id,
        reason: body.reason,
        cause: { ...trace, causationId: '', actor: caller.actor },
        idempotency: keyedRequest(
          caller.subject,
          parseIdempotencyKey(key),
          `POST /orders/${id}/cancel`,
          body,
        ),
        cancelledBy: (customerId) => cancelledBy(caller, customerId),
        assertVersion: (current) => assertVersion(condition, current),
      })
      .catch((error: unknown) => {
        throw error instanceof OrderNotFoundError ? orderNotFound() : storeProblem(error);
      });
    if (answered.kind === 'busy') throw keyBusy();
    if (answered.kind === 'mismatch') throw keyMismatch();

    const { answer, replayed } = answered;
    const order = await this.#views.at(answer.orderId, answer.version);
    // Asked again for a replay: the caller's rights may have changed since the answer was kept.
    if (order === undefined || !mayActFor(caller, order.customer.id)) throw orderNotFound();
    if (answer.refusal !== undefined) {
      if (replayed) reply.header('Idempotent-Replayed', 'true');
      throw refusalProblem(answer.refusal);
    }
    return sendOrder(reply, order, { status: answer.status, replayed });
  }
}

function cancelledBy(caller: Caller, customerId: string): 'customer' | 'operator' | undefined {
  if (caller.subject === customerId) return 'customer';
  return mayActFor(caller, customerId) ? 'operator' : undefined;
}
