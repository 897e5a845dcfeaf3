import type { PaymentEvent } from '@orderflow/contracts';

/** What clients see of a payment. The amount is an integer of minor units, the time RFC 3339 in UTC. */
export interface PaymentDetails {
  readonly orderId: string;
  readonly customerId: string;
  readonly paymentId: string;
  readonly status: 'authorized' | 'declined' | 'failed' | 'captured' | 'voided' | 'refunded';
  /** How many events the payment has had. */
  readonly version: number;
  readonly amount: number;
  readonly currency: string;
  readonly providerReference?: string;
  /** Why it was declined, failed or voided. */
  readonly reason?: string;
  readonly updatedAt: string;
}

/** What an event says about its payment, as far as the read model keeps it. */
export type PaymentDetailsPart = Omit<PaymentDetails, 'version' | 'orderId'>;

/** The read model's part of an event. The amount stays that of the authorisation. */
export function paymentDetailsPart(event: PaymentEvent): PaymentDetailsPart {
  const { customerId, paymentId, amount, currency } = event.data;
  const known = { customerId, paymentId, amount, currency };
  switch (event.type) {
    case 'PaymentAuthorized': {
      const { providerReference, authorizedAt } = event.data;
      return { ...known, status: 'authorized', providerReference, updatedAt: authorizedAt };
    }
    case 'PaymentDeclined': {
      const { declineCode, providerReference, declinedAt } = event.data;
      const reference = providerReference === undefined ? {} : { providerReference };
      return { ...known, ...reference, status: 'declined', reason: declineCode, updatedAt: declinedAt };
    }
    case 'PaymentFailed': {
      const { reason, failedAt } = event.data;
      return { ...known, status: 'failed', reason, updatedAt: failedAt };
    }
    case 'PaymentCaptured': {
      const { providerReference, capturedAt } = event.data;
      return { ...known, status: 'captured', providerReference, updatedAt: capturedAt };
    }
    case 'PaymentVoided': {
      const { providerReference, reason, voidedAt } = event.data;
      return { ...known, status: 'voided', providerReference, reason, updatedAt: voidedAt };
    }
    case 'PaymentRefunded': {
      const { providerReference, refundedAt } = event.data;
      return { ...known, status: 'refunded', providerReference, updatedAt: refundedAt };
    }
  }
}
