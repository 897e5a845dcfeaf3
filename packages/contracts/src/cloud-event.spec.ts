import { describe, expect, it } from '@jest/globals';
import { eventSources, readCloudEvent, writeCloudEvent, type CloudEvent } from './cloud-event.ts';
import { dataschema, schemaVersionOf } from './dataschema.ts';

const event: CloudEvent = {
  id: '01920000-0000-7000-8000-000000000009',
  type: 'PaymentAuthorized',
  source: eventSources.payments,
  time: '2026-01-02T03:04:05.678Z',
  subject: '01920000-0000-7000-8000-000000000001',
  specversion: '1.0',
  dataschema: dataschema('PaymentAuthorized', 1),
  correlationId: 'c-1',
  causationId: '01920000-0000-7000-8000-000000000008',
  streamVersion: 1,
  causationVersion: 1,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const reader = (headers: Readonly<Record<string, string | undefined>>) => (name: string) => headers[name];
const written = Object.fromEntries(writeCloudEvent(event));

describe('CloudEvents headers', () => {
  it('are named as CloudEvents 1.0 and our extensions name them', () => {
    expect(written).toEqual({
      ce_id: event.id,
      ce_type: 'PaymentAuthorized',
      ce_source: 'urn:orderflow:payments',
      ce_time: event.time,
      ce_subject: event.subject,
      ce_specversion: '1.0',
      ce_dataschema: 'urn:orderflow:schema:PaymentAuthorized:1',
      ce_correlationid: 'c-1',
      ce_causationid: event.causationId,
      ce_streamversion: '1',
      ce_causationversion: '1',
      traceparent: event.traceparent,
    });
  });

  it('are read as they were written', () => {
    expect(readCloudEvent(reader(written))).toEqual(event);
  });

  it.each(['', undefined])('take %j for a value that is absent', (absent) => {
    const headers = {
      ...written,
      ce_correlationid: absent,
      ce_causationid: absent,
      ce_causationversion: absent,
      traceparent: absent,
    };
    const { causationVersion: _, ...rest } = event;
    expect(readCloudEvent(reader(headers))).toStrictEqual({
      ...rest,
      correlationId: '',
      causationId: '',
      traceparent: '',
    });
  });

  it('leave out an absent number', () => {
    const { causationVersion: _, ...rest } = event;
    expect(writeCloudEvent(rest).map(([name]) => name)).not.toContain('ce_causationversion');
  });

  it.each([
    ['ce_id', undefined],
    ['ce_id', ''],
    ['ce_type', undefined],
    ['ce_source', undefined],
    ['ce_subject', ''],
    ['ce_time', '1767323045678'],
    ['ce_specversion', '1'],
    ['ce_specversion', undefined],
    ['ce_dataschema', 'urn:someone:else'],
    ['ce_streamversion', undefined],
    ['ce_streamversion', '0'],
    ['ce_streamversion', '1.5'],
    ['ce_streamversion', '9007199254740993'],
    ['ce_causationversion', 'one'],
  ])('are refused with %s = %j, by that name', (name, value) => {
    expect(() => readCloudEvent(reader({ ...written, [name]: value }))).toThrow(
      expect.objectContaining({ code: 'INVALID_HEADER', path: [name] }),
    );
  });
});

describe('dataschema', () => {
  it('names a type and the version of its schema', () => {
    expect(schemaVersionOf(dataschema('OrderPlaced', 12))).toBe(12);
  });

  it.each(['urn:orderflow:schema:OrderPlaced:0', 'urn:orderflow:schema:OrderPlaced', 'OrderPlaced:1', ''])(
    'does not take %j',
    (uri) => {
      expect(() => schemaVersionOf(uri)).toThrow(expect.objectContaining({ code: 'INVALID_HEADER' }));
    },
  );
});
