import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractError, type CloudEvent, type OrderEvent } from '@orderflow/contracts';
import type { OutputRecord } from '@orderflow/kafka/core';
import { effectLedger } from '@orderflow/postgres-messaging';
import fc from 'fast-check';
import { v5 as uuidv5 } from 'uuid';
import { paymentIdNamespace } from '../src/domain/payment/payment-id.ts';
import { SettlePaymentHandler } from '../src/features/settle-payment/settle-payment.handler.ts';
import { restoreTaskPayments, TaskPayments } from '../src/payment-log/task-payments.ts';
import { httpPaymentProvider } from '../src/provider/http.payment-provider.ts';
import { providerEffects, type ProviderEffects } from '../src/provider/provider-effects.ts';
import { cancelled, confirmed, newOrderId, orderEnvelope, placed } from './order-events.ts';
import { paymentsDatabase, type PaymentsDatabase } from './payments-database.ts';
import { partitionOf, readPayments } from './payments-log.ts';
import { providerServer, type Behaviour, type ProviderServer } from './provider-server.ts';

const partition = 4;

describe("settling an order's payment", () => {
  let database: PaymentsDatabase;
  let server: ProviderServer;
  let effects: ProviderEffects;
  let handler: SettlePaymentHandler;
  let duplicates: CloudEvent[];
  let payments: TaskPayments;
  let orderId: string;

  beforeAll(async () => {
    database = await paymentsDatabase();
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    server = await providerServer();
    duplicates = [];
    payments = new TaskPayments();
    orderId = newOrderId();
    effects = providerEffects({
      ledger: effectLedger(database.dataSource),
      provider: httpPaymentProvider({ url: server.url, apiKey: 'secret', timeoutMs: 5_000 }),
      keyLifetimeMs: 86_400_000,
      requestTimeoutMs: 5_000,
      now: () => new Date(),
    });
    handler = new SettlePaymentHandler({
      effects,
      onDuplicate: (envelope) => void duplicates.push(envelope),
    });
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
  });

  const handle = (
    event: OrderEvent,
    version: number,
    { signal = new AbortController().signal, state = payments } = {},
  ): Promise<readonly OutputRecord[]> =>
    handler.handle(orderEnvelope(event, version), () => event, { state, signal, partition });
  const typesOf = (records: readonly OutputRecord[]) => readPayments(records).map(({ event }) => event.type);

  /** What a whole history gives that its topic brings once more. */
  const publishedAgain = async (history: readonly OrderEvent[], state: TaskPayments) => {
    const records: OutputRecord[] = [];
    for (const [index, event] of history.entries()) {
      records.push(...(await handle(event, index + 1, { state })));
    }
    return records;
  };

  it('authorises a placed order and says so under its key, in its partition, with its cause', async () => {
    const event = placed(orderId);
    const cause = orderEnvelope(event, 1);
    const records = await handle(event, 1);
    expect(records).toEqual([expect.objectContaining({ topic: 'payments.events', partition, key: orderId })]);
    const [record] = readPayments(records);
    expect(record?.event).toEqual({
      type: 'PaymentAuthorized',
      data: {
        paymentId: uuidv5(orderId, paymentIdNamespace),
        orderId,
        customerId: 'cus-1',
        amount: 25_000,
        currency: 'KRW',
        providerReference: 'ch_1',
        authorizedAt: record?.envelope.time,
      },
    });
    expect(record?.envelope).toEqual({
      id: uuidv5('payments.events:0', cause.id),
      type: 'PaymentAuthorized',
      source: 'urn:orderflow:payments',
      time: expect.stringMatching(/Z$/),
      subject: orderId,
      specversion: '1.0',
      dataschema: 'urn:orderflow:schema:PaymentAuthorized:1',
      correlationId: cause.correlationId,
      causationId: cause.id,
      streamVersion: 1,
      causationVersion: 1,
      traceparent: cause.traceparent,
    });
  });

  it('writes the same records, byte for byte, where another owner handles the event again', async () => {
    const first = await handle(placed(orderId), 1);
    expect(await handle(placed(orderId), 1, { state: new TaskPayments() })).toEqual(first);
    expect(server.effects).toEqual(['charge ch_1']);
  });

  it('voids the payment of a cancelled order, and counts its events', async () => {
    await handle(placed(orderId), 1);
    expect(await handle(confirmed(orderId), 2)).toEqual([]);
    const [record] = readPayments(await handle(cancelled(orderId), 3));
    expect(record).toMatchObject({
      event: { type: 'PaymentVoided', data: { reason: 'order_cancelled', providerReference: 'ch_1' } },
      envelope: { streamVersion: 2, causationVersion: 3 },
    });
    expect(server.effects).toEqual(['charge ch_1', 'void ch_1']);
  });

  it('says where a payment was declined, and has nothing to void then', async () => {
    server.script('decline');
    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentDeclined']);
    expect(await handle(cancelled(orderId), 2)).toEqual([]);
    expect(server.effects).toEqual(['charge ch_1']);
  });

  it('says where a payment failed', async () => {
    server.script(400);
    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentFailed']);
  });

  it('drops and counts what was handled before, without asking anybody', async () => {
    await handle(placed(orderId), 1);
    await handle(cancelled(orderId), 2);
    const asked = server.received.length;
    expect(await handle(placed(orderId), 1)).toEqual([]);
    expect(await handle(cancelled(orderId), 2)).toEqual([]);
    expect(duplicates.map(({ streamVersion }) => streamVersion)).toEqual([1, 2]);
    expect(server.received).toHaveLength(asked);
  });

  it('leaves no trace of a failure that is tried again', async () => {
    server.script(500);
    await expect(handle(placed(orderId), 1)).rejects.toMatchObject({ retryable: true });
    expect(payments.of(orderId)).toEqual(new TaskPayments().of(orderId));
    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentAuthorized']);
  });

  it('marks a poison as parked: later events go on, and it may be handled once when it comes again', async () => {
    server.script(422);
    await expect(handle(placed(orderId), 1)).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL' });
    expect(payments.of(orderId).handled).toEqual({ newest: 1, parked: new Set([1]) });
    expect(await handle(confirmed(orderId), 2)).toEqual([]);

    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentAuthorized']);
    expect(await handle(placed(orderId), 1)).toEqual([]);
    expect(duplicates).toHaveLength(1);
    expect(server.effects).toEqual(['charge ch_1']);
  });

  it('marks what can’t be decoded as parked too, so that its mended form is handled once', async () => {
    const undecodable = new ContractError('INVALID_EVENT', 'the payload is not JSON');
    const reading = handler.handle(
      orderEnvelope(placed(orderId), 1),
      () => {
        throw undecodable;
      },
      { state: payments, signal: new AbortController().signal, partition: 3 },
    );
    await expect(reading).rejects.toBe(undecodable);
    expect(await handle(confirmed(orderId), 2)).toEqual([]);
    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentAuthorized']);
  });

  it('discards the result of a handler whose time is over, and leaves no trace of it', async () => {
    const time = new AbortController();
    const late = new SettlePaymentHandler({
      effects: {
        perform: async (...call) => {
          const command = await effects.perform(...call);
          time.abort();
          return command;
        },
      },
      onDuplicate: (envelope) => void duplicates.push(envelope),
    });
    const event = placed(orderId);
    const context = { state: payments, signal: time.signal, partition };
    await expect(late.handle(orderEnvelope(event, 1), () => event, context)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(payments.of(orderId)).toEqual(new TaskPayments().of(orderId));
    expect(typesOf(await handle(placed(orderId), 1))).toEqual(['PaymentAuthorized']);
    expect(server.effects).toEqual(['charge ch_1']);
  });

  it('restores from its log what it knew, whatever happened to whichever order', async () => {
    const step = fc.record({
      order: fc.nat(2),
      kind: fc.constantFrom('placed', 'confirmed', 'cancelled', 'again'),
      behaviour: fc.constantFrom<Behaviour>('answer', 'answer', 'decline', 400, 'lose-answer'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const live = new TaskPayments();
        const orderIds = [newOrderId(), newOrderId(), newOrderId()];
        const histories = new Map<string, OrderEvent[]>();
        const log: OutputRecord[] = [];
        const repeated: OutputRecord[] = [];
        for (const { order, kind, behaviour } of steps) {
          const id = orderIds[order] ?? '';
          const history = histories.get(id) ?? [];
          if (kind === 'again') {
            repeated.push(...(await publishedAgain(history, live)));
            continue;
          }
          const event = history.length === 0 ? placed(id) : { placed, confirmed, cancelled }[kind](id);
          histories.set(id, [...history, event]);
          server.script(behaviour);
          const attempt = () => handle(event, history.length + 1, { state: live });
          log.push(...(await attempt().catch(attempt)));
          server.unscript();
        }

        const restored = await restoreTaskPayments(partitionOf(log));
        for (const id of orderIds) {
          const { state, version, handled } = live.of(id);
          expect(restored.of(id)).toMatchObject({ state, version });
          expect(restored.of(id).handled.newest).toBeLessThanOrEqual(handled.newest);
        }
        // Whatever is published again to the new owner has no effect a second time.
        const before = server.effects.length;
        for (const [id, history] of histories) {
          repeated.push(...(await publishedAgain(history, restored)));
          expect(restored.of(id)).toMatchObject({ state: live.of(id).state, version: live.of(id).version });
        }
        expect(repeated).toEqual([]);
        expect(server.effects).toHaveLength(before);
      }),
      { numRuns: 25 },
    );
  });

  it('restores the same from a log in which records stand twice', async () => {
    const log = [...(await handle(placed(orderId), 1)), ...(await handle(cancelled(orderId), 2))];
    const restored = await restoreTaskPayments(partitionOf([...log, ...log]));
    expect(restored.of(orderId)).toEqual(payments.of(orderId));
  });

  it('does not start from a log that it cannot read', async () => {
    const [record] = await handle(placed(orderId), 1);
    const broken = [
      { topic: 'payments.events', key: orderId, value: '{bad', headers: record?.headers ?? [] },
    ];
    await expect(restoreTaskPayments(partitionOf(broken))).rejects.toMatchObject({ code: 'INVALID_EVENT' });
  });
});
