import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { EventRecord, PaymentEvent } from '@orderflow/contracts';
import { KafkaHandler } from '@orderflow/kafka/nest';
import { PaymentDetailsProjection } from './payment-details.projection.ts';

/** Consumes `payments.events` for the read model, in a group of its own. */
@Controller()
export class PaymentDetailsConsumer {
  readonly #projection: PaymentDetailsProjection;

  constructor(@Inject(PaymentDetailsProjection) projection: PaymentDetailsProjection) {
    this.#projection = projection;
  }

  @KafkaHandler({ topic: 'payments.events', group: 'payments-details', onPoison: 'quarantine' })
  async project(@Payload() { event, envelope }: EventRecord<PaymentEvent>): Promise<void> {
    await this.#projection.project(event, envelope);
  }
}
