import type { PaymentEvent } from '@orderflow/contracts';
import type { ConfirmOrder, RejectOrder } from '../../domain/order/order.commands.ts';

/** What a payment's event asks of its order at the time given (RFC 3339); undefined where it asks nothing. */
export function settlementOf(event: PaymentEvent, at: string): ConfirmOrder | RejectOrder | undefined {
  switch (event.type) {
    case 'PaymentAuthorized': {
      const { orderId, paymentId, amount, currency } = event.data;
      return { type: 'ConfirmOrder', orderId, paymentId, amount, currency, confirmedAt: at };
    }
    case 'PaymentDeclined': {
      const { orderId, paymentId, declineCode } = event.data;
      return {
        type: 'RejectOrder',
        orderId,
        paymentId,
        reason: 'payment_declined',
        declineCode,
        rejectedAt: at,
      };
    }
    case 'PaymentFailed': {
      const { orderId, paymentId } = event.data;
      return { type: 'RejectOrder', orderId, paymentId, reason: 'payment_failed', rejectedAt: at };
    }
    case 'PaymentCaptured':
    case 'PaymentVoided':
    case 'PaymentRefunded':
      return undefined;
  }
}
