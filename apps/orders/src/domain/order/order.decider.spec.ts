import { describe, it } from '@jest/globals';
import { given as givenOf } from '@orderflow/event-sourcing/testing';
import type { CancelOrder, ConfirmOrder, PlaceOrder, RejectOrder } from './order.commands.ts';
import { orderDecider } from './order.decider.ts';
import type { OrderEvent } from './order.events.ts';

const orderId = '01920000-0000-7000-8000-000000000001';
const paymentId = '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b';
const otherPaymentId = '5f3c2a10-9d4e-5b6f-8a7b-000000000000';
const at = '2026-01-02T03:04:05.678Z';

const place: PlaceOrder = {
  type: 'PlaceOrder',
  orderId,
  customer: { id: 'cus-1', locale: 'ko-KR' },
  currency: 'KRW',
  lines: [
    { sku: 'TEA-1', name: '녹차 🍵', quantity: 2, unitPrice: 12_500 },
    { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: 4_000 },
  ],
  payment: { method: 'pm_card_ok' },
  placedAt: at,
};
const confirm: ConfirmOrder = {
  type: 'ConfirmOrder',
  orderId,
  paymentId,
  amount: 29_000,
  currency: 'KRW',
  confirmedAt: at,
};
const reject: RejectOrder = {
  type: 'RejectOrder',
  orderId,
  paymentId,
  reason: 'payment_declined',
  declineCode: 'insufficient_funds',
  rejectedAt: at,
};
const cancel: CancelOrder = {
  type: 'CancelOrder',
  orderId,
  reason: 'changed_mind',
  cancelledBy: 'customer',
  cancelledAt: at,
};

const placed: OrderEvent = {
  type: 'OrderPlaced',
  data: {
    orderId,
    customer: { id: 'cus-1', locale: 'ko-KR' },
    currency: 'KRW',
    lines: [
      { kind: 'item', sku: 'TEA-1', name: '녹차 🍵', quantity: 2, unitPrice: 12_500, total: 25_000 },
      { kind: 'item', sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: 4_000, total: 4_000 },
    ],
    total: 29_000,
    payment: { method: 'pm_card_ok' },
    placedAt: at,
  },
};
const confirmed: OrderEvent = { type: 'OrderConfirmed', data: { orderId, paymentId, confirmedAt: at } };
const rejected: OrderEvent = {
  type: 'OrderRejected',
  data: {
    orderId,
    paymentId,
    reason: 'payment_declined',
    declineCode: 'insufficient_funds',
    rejectedAt: at,
  },
};
const cancelled: OrderEvent = {
  type: 'OrderCancelled',
  data: { orderId, reason: 'changed_mind', cancelledBy: 'customer', cancelledAt: at },
};
const expired: OrderEvent = { type: 'OrderExpired', data: { orderId, expiredAt: at } };
const shipped: OrderEvent = {
  type: 'OrderShipped',
  data: { orderId, shipmentId: orderId, carrier: 'parcel_post', shippedAt: at },
};
const delivered: OrderEvent = {
  type: 'OrderDelivered',
  data: { orderId, shipmentId: orderId, deliveredAt: at },
};
const refunded = (amount: number): OrderEvent => ({
  type: 'OrderRefunded',
  data: { orderId, paymentId, refundId: orderId, amount, currency: 'KRW', refundedAt: at },
});

const given = (...history: readonly OrderEvent[]) => givenOf(orderDecider, ...history);

describe('no order', () => {
  it('can be placed, with the totals of its lines and its own', () => {
    given().when(place).thenAccepted(placed);
  });

  it('is refused when its lines make no order, with the reason', () => {
    given()
      .when({ ...place, lines: [] })
      .thenRefused({ code: 'NO_LINES' });
  });

  it.each([confirm, reject, cancel])('can be the subject of no other command: %j', (command) => {
    given().when(command).thenRefused({ code: 'ORDER_NOT_FOUND' });
  });
});

describe('a placed order', () => {
  it('is not placed again', () => {
    given(placed).when(place).thenRefused({ code: 'ORDER_ALREADY_PLACED' });
  });

  it('is confirmed by a payment of its total', () => {
    given(placed).when(confirm).thenAccepted(confirmed);
  });

  it('is not confirmed by a payment of another amount or currency', () => {
    given(placed)
      .when({ ...confirm, amount: 28_999 })
      .thenRefused({ code: 'PAYMENT_MISMATCH', field: 'amount' });
    given(placed)
      .when({ ...confirm, currency: 'USD' })
      .thenRefused({ code: 'PAYMENT_MISMATCH', field: 'currency' });
  });

  it('is rejected when its payment is declined', () => {
    given(placed).when(reject).thenAccepted(rejected);
  });

  it('is rejected when its payment fails, which has no decline code', () => {
    const { declineCode: _, ...failure } = reject;
    given(placed)
      .when({ ...failure, reason: 'payment_failed' })
      .thenAccepted({
        type: 'OrderRejected',
        data: { orderId, paymentId, reason: 'payment_failed', rejectedAt: at },
      });
  });

  it('can be cancelled', () => {
    given(placed).when(cancel).thenAccepted(cancelled);
  });
});

describe('a confirmed order', () => {
  it('is confirmed already by the same payment', () => {
    given(placed, confirmed).when(confirm).thenAccepted();
  });

  it('is not confirmed by a second payment', () => {
    given(placed, confirmed)
      .when({ ...confirm, paymentId: otherPaymentId })
      .thenRefused({ code: 'PAYMENT_MISMATCH', field: 'paymentId' });
  });

  it('is not rejected', () => {
    given(placed, confirmed).when(reject).thenRefused({ code: 'ORDER_NOT_REJECTABLE', status: 'confirmed' });
  });

  it('can be cancelled', () => {
    given(placed, confirmed).when(cancel).thenAccepted(cancelled);
  });
});

describe('a rejected order', () => {
  it('is rejected already by the same payment', () => {
    given(placed, rejected).when(reject).thenAccepted();
  });

  it('is not rejected by another payment', () => {
    given(placed, rejected)
      .when({ ...reject, paymentId: otherPaymentId })
      .thenRefused({ code: 'PAYMENT_MISMATCH', field: 'paymentId' });
  });

  it('is final', () => {
    given(placed, rejected).when(confirm).thenRefused({ code: 'ORDER_NOT_CONFIRMABLE', status: 'rejected' });
    given(placed, rejected).when(cancel).thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'rejected' });
    given(placed, rejected).when(place).thenRefused({ code: 'ORDER_ALREADY_PLACED' });
  });
});

describe('a cancelled order', () => {
  it.each([
    ['while its payment was pending', [placed, cancelled]],
    ['after it was confirmed', [placed, confirmed, cancelled]],
  ])('%s is cancelled already', (_, history) => {
    given(...history)
      .when(cancel)
      .thenAccepted();
  });

  it('leaves an outcome of its payment without effect, whichever it is', () => {
    given(placed, cancelled).when(confirm).thenAccepted();
    given(placed, cancelled).when(reject).thenAccepted();
  });

  it('stays cancelled when its money is paid back', () => {
    given(placed, confirmed, cancelled, refunded(29_000)).when(cancel).thenAccepted();
  });
});

describe('an expired order', () => {
  it('leaves an outcome of its payment without effect, whichever it is', () => {
    given(placed, expired).when(confirm).thenAccepted();
    given(placed, expired).when(reject).thenAccepted();
  });

  it('is final', () => {
    given(placed, expired).when(cancel).thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'expired' });
  });
});

describe('an order under way', () => {
  it('cannot be cancelled once it is shipped', () => {
    given(placed, confirmed, shipped)
      .when(cancel)
      .thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'shipped' });
    given(placed, confirmed, shipped, delivered)
      .when(cancel)
      .thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'delivered' });
  });

  it('takes the confirmation that it had before', () => {
    given(placed, confirmed, shipped).when(confirm).thenAccepted();
  });

  it('stays what it is after a refund of a part, and ends with the last of the money', () => {
    given(placed, confirmed, shipped, refunded(28_999))
      .when(cancel)
      .thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'shipped' });
    given(placed, confirmed, shipped, refunded(28_999), refunded(1))
      .when(cancel)
      .thenRefused({ code: 'ORDER_NOT_CANCELLABLE', status: 'refunded' });
  });
});
