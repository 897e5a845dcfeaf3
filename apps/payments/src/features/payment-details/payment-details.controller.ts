import { Controller, Get, Inject } from '@nestjs/common';
import { fields } from '@orderflow/contracts';
import {
  CurrentCaller,
  notFound,
  Operation,
  RequireScopes,
  ZodParam,
  type Caller,
} from '@orderflow/service-kit';
import { z } from 'zod';
import type { PaymentDetails } from './payment-details.ts';
import { PaymentDetailsRepository } from './payment-details.repository.ts';

const paymentDetailsSchema = z.object({
  orderId: fields.uuid,
  customerId: fields.customerId,
  paymentId: fields.uuid,
  status: z.enum(['authorized', 'declined', 'failed', 'captured', 'voided', 'refunded']),
  version: z.int().min(1),
  amount: fields.amount,
  currency: fields.currency,
  providerReference: z.string().optional(),
  reason: z.string().optional(),
  updatedAt: fields.timestamp,
});

/** `GET /payments/:orderId` */
@Controller('payments')
export class PaymentDetailsController {
  readonly #payments: PaymentDetailsRepository;

  constructor(@Inject(PaymentDetailsRepository) payments: PaymentDetailsRepository) {
    this.#payments = payments;
  }

  @Get(':orderId')
  @RequireScopes('payments:read')
  @Operation({
    summary: 'The payment of an order',
    answers: {
      200: { description: 'The payment.', body: paymentDetailsSchema },
      404: { description: 'The order has no payment yet, or is another customer’s.' },
    },
  })
  async details(
    @ZodParam('orderId', z.uuid().toLowerCase()) orderId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<PaymentDetails> {
    const payment = await this.#payments.find(orderId);
    const visible = payment !== undefined && (caller.has('ops') || caller.subject === payment.customerId);
    if (!visible) throw notFound('The order has no payment yet.');
    return payment;
  }
}
