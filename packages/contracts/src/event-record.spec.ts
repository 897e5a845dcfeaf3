import { describe, expect, it } from '@jest/globals';
import { placedOrder } from '../test/placed-order.ts';
import { eventSources, writeCloudEvent } from './cloud-event.ts';
import { dataschema } from './dataschema.ts';
import { encodeEvent } from './event-catalogue.ts';
import { readEventRecord } from './event-record.ts';
import { orderEvents } from './order/order-events.ts';

const event = placedOrder();
const value = Buffer.from(encodeEvent(orderEvents, event).payload);
const envelope = {
  id: '01920000-0000-7000-8000-000000000009',
  type: 'OrderPlaced',
  source: eventSources.orders,
  time: '2026-01-02T03:04:05.678Z',
  subject: event.data.orderId,
  specversion: '1.0',
  dataschema: dataschema('OrderPlaced', 1),
  correlationId: '',
  causationId: '',
  streamVersion: 1,
  traceparent: '',
} as const;

const headersOf = (changes: Readonly<Record<string, string | undefined>> = {}) => {
  const headers: Readonly<Record<string, string | undefined>> = {
    ...Object.fromEntries(writeCloudEvent(envelope)),
    ...changes,
  };
  return (name: string) => headers[name];
};

describe('readEventRecord', () => {
  it('gives the event and its envelope, emoji and Hangul intact', () => {
    expect(readEventRecord(orderEvents, headersOf(), value)).toEqual({ event, envelope });
  });

  it.each([
    ['no headers', headersOf({ ce_id: undefined, ce_type: undefined }), value, 'INVALID_HEADER'],
    ['a type that nobody declared', headersOf({ ce_type: 'OrderPondered' }), value, 'UNKNOWN_EVENT_TYPE'],
    [
      'a schema version still to come',
      headersOf({ ce_dataschema: dataschema('OrderPlaced', 2) }),
      value,
      'UNKNOWN_SCHEMA_VERSION',
    ],
    ['no value', headersOf(), null, 'INVALID_EVENT'],
    ['a value that is not JSON', headersOf(), Buffer.from('{bad'), 'INVALID_EVENT'],
    [
      'a value that is not UTF-8',
      headersOf(),
      Buffer.concat([value, Buffer.from([0xed, 0xa0, 0x80])]),
      'INVALID_EVENT',
    ],
  ])('refuses a record with %s', (_, header, bytes, code) => {
    expect(() => readEventRecord(orderEvents, header, bytes)).toThrow(expect.objectContaining({ code }));
  });
});
