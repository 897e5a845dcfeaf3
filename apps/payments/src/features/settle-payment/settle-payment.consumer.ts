import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { EventRecord, OrderEvent } from '@orderflow/contracts';
import type { OutputRecord } from '@orderflow/kafka/core';
import { KafkaHandler, type KafkaContext } from '@orderflow/kafka/nest';
import type { TaskPayments } from '../../payment-log/task-payments.ts';
import { SettlePaymentHandler } from './settle-payment.handler.ts';

/** Consumes `orders.events` and produces `payments.events`. */
@Controller()
export class SettlePaymentConsumer {
  readonly #handler: SettlePaymentHandler;

  constructor(@Inject(SettlePaymentHandler) handler: SettlePaymentHandler) {
    this.#handler = handler;
  }

  @KafkaHandler({ topic: 'orders.events', group: 'payments' })
  settle(
    @Payload() { event, envelope }: EventRecord<OrderEvent>,
    @Ctx() context: KafkaContext<TaskPayments>,
  ): Promise<readonly OutputRecord[]> {
    return this.#handler.handle(event, envelope, context);
  }
}
