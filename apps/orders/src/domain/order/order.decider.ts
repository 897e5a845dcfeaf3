import { accept, refuse, type Decider, type Decision } from '@orderflow/event-sourcing';
import type { CancelOrder, ConfirmOrder, OrderCommand, PlaceOrder, RejectOrder } from './order.commands.ts';
import type { OrderEvent } from './order.events.ts';
import type { OrderRefusal } from './order.refusals.ts';
import { evolveOrder, noOrder, type OrderState } from './order.state.ts';
import { priceLines } from './priced-lines.ts';

type OrderDecision = Decision<OrderEvent, OrderRefusal>;

/**
 * What may happen to an order. Idempotent: a command that has taken effect already, or whose effect a cancellation
 * overtook, is accepted without events.
 */
export const orderDecider: Decider<OrderState, OrderCommand, OrderEvent, OrderRefusal> = {
  initialState: noOrder,
  evolve: evolveOrder,
  decide(command, state) {
    switch (command.type) {
      case 'PlaceOrder':
        return place(command, state);
      case 'ConfirmOrder':
        return confirm(command, state);
      case 'RejectOrder':
        return reject(command, state);
      case 'CancelOrder':
        return cancel(command, state);
    }
  },
};

function place(command: PlaceOrder, state: OrderState): OrderDecision {
  if (state.status !== 'none') return refuse({ code: 'ORDER_ALREADY_PLACED' });
  const priced = priceLines(command);
  if (priced.kind === 'refused') return refuse(priced.refusal);

  const { orderId, customer, currency, payment, placedAt } = command;
  const { lines, total } = priced;
  return accept({
    type: 'OrderPlaced',
    data: { orderId, customer, currency, lines, total, payment, placedAt },
  });
}

function confirm(command: ConfirmOrder, state: OrderState): OrderDecision {
  const { orderId, paymentId, amount, currency, confirmedAt } = command;
  switch (state.status) {
    case 'none':
      return refuse({ code: 'ORDER_NOT_FOUND' });
    case 'placed':
      if (amount !== state.total) return refuse({ code: 'PAYMENT_MISMATCH', field: 'amount' });
      if (currency !== state.currency) return refuse({ code: 'PAYMENT_MISMATCH', field: 'currency' });
      return accept({ type: 'OrderConfirmed', data: { orderId, paymentId, confirmedAt } });
    case 'cancelled':
    case 'expired':
      // The payment was under way when the order ended. Payments answers that end with a void.
      return accept();
    case 'rejected':
      return refuse({ code: 'ORDER_NOT_CONFIRMABLE', status: state.status });
    default:
      return state.paymentId === paymentId
        ? accept()
        : refuse({ code: 'PAYMENT_MISMATCH', field: 'paymentId' });
  }
}

function reject(command: RejectOrder, state: OrderState): OrderDecision {
  const { orderId, paymentId, reason, declineCode, rejectedAt } = command;
  switch (state.status) {
    case 'none':
      return refuse({ code: 'ORDER_NOT_FOUND' });
    case 'placed':
      return accept({
        type: 'OrderRejected',
        data: { orderId, paymentId, reason, ...(declineCode !== undefined && { declineCode }), rejectedAt },
      });
    case 'cancelled':
    case 'expired':
      return accept();
    case 'rejected':
      return state.paymentId === paymentId
        ? accept()
        : refuse({ code: 'PAYMENT_MISMATCH', field: 'paymentId' });
    default:
      return refuse({ code: 'ORDER_NOT_REJECTABLE', status: state.status });
  }
}

function cancel(
  { orderId, reason, cancelledBy, cancelledAt }: CancelOrder,
  state: OrderState,
): OrderDecision {
  switch (state.status) {
    case 'none':
      return refuse({ code: 'ORDER_NOT_FOUND' });
    case 'placed':
    case 'confirmed':
      return accept({ type: 'OrderCancelled', data: { orderId, reason, cancelledBy, cancelledAt } });
    case 'cancelled':
      return accept();
    default:
      return refuse({ code: 'ORDER_NOT_CANCELLABLE', status: state.status });
  }
}
