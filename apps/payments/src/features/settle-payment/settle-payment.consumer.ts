import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { orderEvents, readCloudEvent, readEvent } from '@orderflow/contracts';
import { headerText, type KafkaRecord, type OutputRecord } from '@orderflow/kafka/core';
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

  /** The record itself and no codec: a version that can't be decoded has to be remembered as parked. */
  @KafkaHandler({ topic: 'orders.events', group: 'payments', onPoison: 'quarantine' })
  settle(
    @Payload() { headers, value }: KafkaRecord,
    @Ctx() context: KafkaContext<TaskPayments>,
  ): Promise<readonly OutputRecord[]> {
    const envelope = readCloudEvent((name) => headerText(headers, name));
    return this.#handler.handle(envelope, () => readEvent(orderEvents, envelope, value), context);
  }
}
