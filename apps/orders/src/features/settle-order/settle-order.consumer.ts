import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { EventRecord, PaymentEvent } from '@orderflow/contracts';
import { KafkaHandler } from '@orderflow/kafka/nest';
import { SettleOrderHandler } from './settle-order.handler.ts';

/** Consumes `payments.events`. */
@Controller()
export class SettleOrderConsumer {
  readonly #handler: SettleOrderHandler;

  constructor(@Inject(SettleOrderHandler) handler: SettleOrderHandler) {
    this.#handler = handler;
  }

  @KafkaHandler({ topic: 'payments.events', group: 'orders', onPoison: 'quarantine' })
  async settle(@Payload() { event, envelope }: EventRecord<PaymentEvent>): Promise<void> {
    await this.#handler.handle(event, envelope);
  }
}
