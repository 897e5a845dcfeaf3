import { describe, expect, it } from '@jest/globals';
import { orderLine, placedOrder } from '../test/placed-order.ts';
import { decodeEvent, encodeEvent, eventCodec } from './event-catalogue.ts';
import { orderEvents } from './order/order-events.ts';
import { paymentEvents } from './payment/payment-events.ts';

describe('the catalogue of orders', () => {
  it('holds the whole life of an order', () => {
    expect([...orderEvents.keys()]).toEqual([
      'OrderPlaced',
      'OrderConfirmed',
      'OrderRejected',
      'OrderCancelled',
      'OrderExpired',
      'OrderShipped',
      'OrderDelivered',
      'OrderReturnRequested',
      'OrderReturned',
      'OrderRefunded',
    ]);
  });
});

describe('the catalogue of payments', () => {
  it('holds the whole life of a payment', () => {
    expect([...paymentEvents.keys()]).toEqual([
      'PaymentAuthorized',
      'PaymentDeclined',
      'PaymentFailed',
      'PaymentCaptured',
      'PaymentVoided',
      'PaymentRefunded',
    ]);
  });
});

describe('encodeEvent', () => {
  it('writes fields in the order of the schema, so that equal events give equal text', () => {
    const { data } = placedOrder();
    const reversed = Object.fromEntries(Object.entries(data).toReversed());
    const shuffled = { ...placedOrder(), data: { ...reversed, ...data } };
    expect(encodeEvent(orderEvents, shuffled).payload).toBe(encodeEvent(orderEvents, placedOrder()).payload);
  });

  it('refuses a field that the schema does not name, such as an e-mail address', () => {
    const customer = { id: 'cus-1', locale: 'ko-KR', email: 'a@example.com' };
    expect(() => encodeEvent(orderEvents, placedOrder({ customer }))).toThrow(
      expect.objectContaining({ code: 'INVALID_EVENT', path: ['customer'] }),
    );
  });

  it.each([
    ['no lines', { lines: [] }, ['lines']],
    ['501 lines', { lines: Array.from({ length: 501 }, () => orderLine()) }, ['lines']],
    ['quantity 0', { lines: [orderLine({ quantity: 0 })] }, ['lines', 0, 'quantity']],
    ['half a unit', { lines: [orderLine({ quantity: 0.5 })] }, ['lines', 0, 'quantity']],
    ['an amount beyond 2^53-1', { total: 2 ** 53 }, ['total']],
    ['a negative price', { lines: [orderLine({ unitPrice: -1 })] }, ['lines', 0, 'unitPrice']],
    ['a positive discount', { lines: [orderLine({ kind: 'discount' })] }, ['lines', 0, 'unitPrice']],
    ['NUL in a name', { lines: [orderLine(), orderLine({ name: 'a\0b' })] }, ['lines', 1, 'name']],
    ['a lone surrogate', { lines: [orderLine({ sku: 'a\ud83c' })] }, ['lines', 0, 'sku']],
    ['an upper-case id', { orderId: '01920000-0000-7000-8000-00000000000A' }, ['orderId']],
    ['a currency in small letters', { currency: 'krw' }, ['currency']],
    ['a time with an offset', { placedAt: '2026-01-02T03:04:05+09:00' }, ['placedAt']],
  ] as const)('refuses %s with its path', (_, data, path) => {
    expect(() => encodeEvent(orderEvents, placedOrder(data))).toThrow(
      expect.objectContaining({ code: 'INVALID_EVENT', path }),
    );
  });

  it('takes lines of every kind, a discount with amounts below zero', () => {
    const lines = [
      orderLine(),
      orderLine({ kind: 'shipping', total: 300, unitPrice: 300 }),
      orderLine({ kind: 'tax', total: 0, unitPrice: 0 }),
      orderLine({ kind: 'discount', total: -100, unitPrice: -100 }),
    ];
    const event = placedOrder({ lines, total: 1095 });
    expect(decodeEvent(orderEvents, encodeEvent(orderEvents, event))).toEqual(event);
  });
});

describe('decodeEvent', () => {
  const stored = encodeEvent(orderEvents, placedOrder());

  it('gives back what was encoded, as the codec of a store does', () => {
    const { encode, decode } = eventCodec(orderEvents);
    expect(decodeEvent(orderEvents, stored)).toEqual(placedOrder());
    expect(decode(encode(placedOrder()))).toEqual(placedOrder());
  });

  it.each([
    ['a type that nobody declared', { ...stored, type: 'OrderPondered' }, 'UNKNOWN_EVENT_TYPE'],
    ['a property every object has', { ...stored, type: 'constructor' }, 'UNKNOWN_EVENT_TYPE'],
    ['a type of another catalogue', { ...stored, type: 'PaymentAuthorized' }, 'UNKNOWN_EVENT_TYPE'],
    ['a version still to come', { ...stored, schemaVersion: 2 }, 'UNKNOWN_SCHEMA_VERSION'],
    ['version 0', { ...stored, schemaVersion: 0 }, 'UNKNOWN_SCHEMA_VERSION'],
    ['text that is not JSON', { ...stored, payload: '{bad' }, 'INVALID_EVENT'],
    ['JSON that is no event', { ...stored, payload: 'null' }, 'INVALID_EVENT'],
  ])('refuses %s', (_, encoded, code) => {
    expect(() => decodeEvent(orderEvents, encoded)).toThrow(expect.objectContaining({ code }));
  });

  it('says where an event is invalid, and keeps what it holds out of the message', () => {
    const payload = stored.payload.replace('"pm_card_ok"', '{"secret":1}');
    expect(() => decodeEvent(orderEvents, { ...stored, payload })).toThrow(
      expect.objectContaining({
        path: ['payment', 'method'],
        message: expect.not.stringContaining('secret'),
      }),
    );
  });
});
