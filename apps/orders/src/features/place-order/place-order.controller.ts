import { Controller, Headers, Inject, Post, Res } from '@nestjs/common';
import {
  CurrentCaller,
  forbidden,
  Operation,
  parseIdempotencyKey,
  parsePreferWait,
  RequireScopes,
  Trace,
  ZodBody,
  type Caller,
  type RequestTrace,
} from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import { keyedRequest } from '../../idempotency/keyed-request.ts';
import { mayActFor } from '../../http/order-access.ts';
import {
  keyBusy,
  keyMismatch,
  orderNotFound,
  refusalProblem,
  storeProblem,
} from '../../http/order-problems.ts';
import { orderDetailsSchema } from '../../http/order-schema.ts';
import { sendOrder } from '../../http/send-order.ts';
import type { OrderDetails } from '../../read-model/order-details.ts';
import { OrderViews } from '../../read-model/order-views.ts';
import { placeOrderBody, type PlaceOrderBody } from './place-order.body.ts';
import { OrderRefusedError, PlaceOrderHandler } from './place-order.handler.ts';

/** `POST /orders` */
@Controller('orders')
export class PlaceOrderController {
  readonly #handler: PlaceOrderHandler;
  readonly #views: OrderViews;

  constructor(@Inject(PlaceOrderHandler) handler: PlaceOrderHandler, @Inject(OrderViews) views: OrderViews) {
    this.#handler = handler;
    this.#views = views;
  }

  @Post()
  @RequireScopes('orders:write')
  @Operation({
    summary: 'Place an order',
    headers: ['Idempotency-Key', 'Prefer'],
    answers: {
      201: {
        description: 'The order, placed; with `Prefer: wait=N` confirmed or rejected if that took no longer.',
        body: orderDetailsSchema,
        headers: ['Location', 'ETag', 'Idempotent-Replayed', 'Preference-Applied'],
      },
      409: { description: 'The same Idempotency-Key is being answered.' },
      422: { description: 'The Idempotency-Key was used for another request.' },
    },
  })
  async place(
    @ZodBody(placeOrderBody) body: PlaceOrderBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Trace() trace: RequestTrace,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDetails> {
    if (!mayActFor(caller, body.customer.id))
      throw forbidden('customer.id must be the subject of the token.');
    const answered = await this.#handler
      .handle({
        body,
        cause: { ...trace, causationId: '', actor: caller.actor },
        idempotency: keyedRequest(caller.subject, parseIdempotencyKey(key), 'POST /orders', body),
      })
      .catch((error: unknown) => {
        throw error instanceof OrderRefusedError ? refusalProblem(error.refusal) : storeProblem(error);
      });
    if (answered.kind === 'busy') throw keyBusy();
    if (answered.kind === 'mismatch') throw keyMismatch();

    const { answer, replayed } = answered;
    const wait = parsePreferWait(prefer);
    const settled = await this.#views.settled(answer.orderId, wait.milliseconds, closed(reply));
    const order = settled ?? answer.order ?? (await this.#views.at(answer.orderId, answer.version));
    if (order === undefined) throw orderNotFound();
    return sendOrder(reply, order, {
      status: answer.status,
      replayed,
      ...(wait.applied === undefined ? {} : { preferenceApplied: wait.applied }),
    });
  }
}

/**
 * Fires when the client has gone, so that nobody waits for it. The response closes with each request; its connection
 * serves many, and would collect a listener from each.
 */
function closed(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
