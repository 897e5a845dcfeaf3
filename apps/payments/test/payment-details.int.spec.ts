import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataschema, eventSources, type CloudEvent, type PaymentEvent } from '@orderflow/contracts';
import { v7 as uuidv7 } from 'uuid';
import { PaymentDetailsProjection } from '../src/features/payment-details/payment-details.projection.ts';
import { paymentsUnderTest, type PaymentsUnderTest } from './payments-under-test.ts';
import { problemOf } from '@orderflow/service-kit/testing';

const paymentId = '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b';
const largest = Number.MAX_SAFE_INTEGER;

describe('the details of a payment', () => {
  let payments: PaymentsUnderTest;

  beforeAll(async () => {
    payments = await paymentsUnderTest();
  });
  afterAll(async () => {
    await payments[Symbol.asyncDispose]();
  });

  const of = (orderId: string) => ({
    paymentId,
    orderId,
    customerId: 'cus-1',
    amount: largest,
    currency: 'KRW',
  });
  const authorized = (orderId: string): PaymentEvent => ({
    type: 'PaymentAuthorized',
    data: { ...of(orderId), providerReference: 'ch_1', authorizedAt: '2026-01-02T03:04:05.000Z' },
  });
  const declined = (orderId: string): PaymentEvent => ({
    type: 'PaymentDeclined',
    data: { ...of(orderId), declineCode: 'card_declined', declinedAt: '2026-01-02T03:04:05.000Z' },
  });
  const voided = (orderId: string): PaymentEvent => ({
    type: 'PaymentVoided',
    data: {
      ...of(orderId),
      providerReference: 'ch_1',
      reason: 'order_cancelled',
      voidedAt: '2026-01-02T03:05:00.000Z',
    },
  });
  const envelopeOf = ({ type, data }: PaymentEvent, streamVersion: number): CloudEvent => ({
    id: uuidv7(),
    type,
    source: eventSources.payments,
    time: '2026-01-02T03:04:05.000Z',
    subject: data.orderId,
    specversion: '1.0',
    dataschema: dataschema(type, 1),
    correlationId: '',
    causationId: uuidv7(),
    streamVersion,
    traceparent: '',
  });
  const project = (event: PaymentEvent, envelope: CloudEvent) =>
    payments.app.get(PaymentDetailsProjection).project(event, envelope);
  const happened = async (...events: readonly PaymentEvent[]) => {
    const envelopes = events.map((event, index) => envelopeOf(event, index + 1));
    for (const [index, envelope] of envelopes.entries()) {
      const event = events[index];
      if (event !== undefined) await project(event, envelope);
    }
    return envelopes;
  };
  const details = async (orderId: string) => (await payments.get(`/payments/${orderId}`)).json();

  it('show an authorised payment, its amount to the last unit', async () => {
    const orderId = uuidv7();
    await happened(authorized(orderId));
    const response = await payments.get(`/payments/${orderId.toUpperCase()}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ...of(orderId),
      status: 'authorized',
      version: 1,
      providerReference: 'ch_1',
      updatedAt: '2026-01-02T03:04:05.000Z',
    });
  });

  it('show a declined payment with its reason and without a reference', async () => {
    const orderId = uuidv7();
    await happened(declined(orderId));
    expect(await details(orderId)).toEqual({
      ...of(orderId),
      status: 'declined',
      version: 1,
      reason: 'card_declined',
      updatedAt: '2026-01-02T03:04:05.000Z',
    });
  });

  it('follow the events, each of which counts once: what is delivered again changes nothing', async () => {
    const orderId = uuidv7();
    const [first, second] = [authorized(orderId), voided(orderId)];
    const envelopes = await happened(first, second);
    const row = async () => {
      const { rows } = await payments.database.sql.query({
        text: 'SELECT xmin::text, d.* FROM payment_details_a d WHERE order_id = $1',
        values: [orderId],
      });
      return rows;
    };
    const before = await row();
    expect(await details(orderId)).toMatchObject({
      status: 'voided',
      version: 2,
      reason: 'order_cancelled',
      updatedAt: '2026-01-02T03:05:00.000Z',
    });

    for (const [index, event] of [first, second].entries()) {
      const envelope = envelopes[index];
      if (envelope !== undefined) await Promise.all([project(event, envelope), project(event, envelope)]);
    }
    expect(await row()).toEqual(before);
    const { rows: inbox } = await payments.database.sql.query({
      text: `SELECT handler, source, input_id FROM inbox WHERE input_id = ANY($1) ORDER BY input_id`,
      values: [envelopes.map(({ id }) => id)],
    });
    expect(inbox).toEqual(
      envelopes.map(({ id, source }) => ({ handler: 'payment-details', source, input_id: id })),
    );
  });

  it('are written with their inbox row or not at all', async () => {
    const orderId = uuidv7();
    const event = authorized(orderId);
    const envelope = envelopeOf(event, 1);
    await payments.database.admitApp(false);
    await expect(project(event, envelope)).rejects.toMatchObject({ retryable: true });
    await payments.database.admitApp(true);
    await project(event, envelope);
    expect(await details(orderId)).toMatchObject({ status: 'authorized' });
  });

  it('are nobody else’s: 404 as if there were none, but for the scope ops', async () => {
    const orderId = uuidv7();
    await happened(authorized(orderId));
    const other = { subject: 'cus-2' };
    const {
      instance: _path,
      correlationId: _id,
      ...problem
    } = await problemOf(await payments.get(`/payments/${orderId}`, other));
    expect(problem.status).toBe(404);
    expect(await problemOf(await payments.get(`/payments/${uuidv7()}`, other))).toMatchObject(problem);

    const operator = { subject: 'operator-1', scope: 'payments:read ops' };
    expect((await payments.get(`/payments/${orderId}`, operator)).status).toBe(200);
  });

  it('need the scope, a token in time and an id', async () => {
    const path = `/payments/${uuidv7()}`;
    expect(await problemOf(await payments.get(path, { scope: 'orders:read' }))).toMatchObject({
      status: 403,
    });
    expect(await problemOf(await payments.get(path, { expiresInSeconds: -120 }))).toMatchObject({
      status: 401,
    });
    expect(await problemOf(await payments.get('/payments/17'))).toMatchObject({
      status: 400,
      errors: [{ parameter: 'orderId' }],
    });
  });

  it('are answered with 503 while the database is away', async () => {
    await payments.database.admitApp(false);
    const response = await payments.get(`/payments/${uuidv7()}`);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problemOf(response)).toMatchObject({ status: 503 });
    await payments.database.admitApp(true);
  });
});
