import { expect } from '@jest/globals';
import { consumerGroups, topics } from '@orderflow/contracts';
import { topicAdmin } from '@orderflow/kafka/core';
import {
  eventually,
  readRecords,
  withAdmin,
  type Installation,
  type LogRecord,
} from '@orderflow/test-harness';
import { orderStatuses, readPayments, readSystem, storedEvents, type SystemState } from './system-state.ts';

/** Where each order must end. */
export type Fates = ReadonlyMap<string, 'confirmed' | 'rejected' | 'cancelled'>;

export interface AuditOptions {
  /** How long the system may take to come to rest. */
  readonly settleWithinMs?: number;
  /** Whether orders.events may hold an event more than once: only after the connector lost its offsets. */
  readonly republished?: boolean;
  /**
   * Whether the run's only broker was killed: it may end a transaction without its markers (KAFKA-20734), so that payments.events holds
   * the same event, by its id, twice (ADR 18). What anybody does with it is held to the same promises.
   */
  readonly brokerKilled?: boolean;
  /** Dead letters that the suite provoked, and had settled; default 0. */
  readonly deadLetters?: number;
}

/**
 * Waits until every order has ended as it must, and then holds the whole system to its promises: one standing authorisation for a
 * confirmed order and none for any other, versions without a gap, the topics in the order of the streams, no address in any topic,
 * no dead letter, no lag.
 */
export async function audit(
  installation: Installation,
  fates: Fates,
  { settleWithinMs = 120_000, republished = false, brokerKilled = false, deadLetters = 0 }: AuditOptions = {},
): Promise<SystemState> {
  await rest(installation, fates, settleWithinMs);
  const state = await readSystem(installation);
  expectCharges(state, fates);
  expectStreams(state, republished);
  expectPaymentStreams(brokerKilled ? firstOfEachId(state.paymentRecords) : state.paymentRecords);
  await expectCleanTopics(installation, deadLetters);
  return state;
}

/** Every order settled, every event in the topic, no consumer behind. */
async function rest(installation: Installation, fates: Fates, timeoutMs: number): Promise<void> {
  await explained(installation, () =>
    eventually(
      async () => {
        const statuses = await orderStatuses(installation);
        const wrong = [...fates].filter(([id, fate]) => statuses.get(id) !== fate);
        if (wrong.length > 0)
          throw new Error(`${wrong.length} of ${fates.size} not settled, such as ${wrong[0]?.join(' -> ')}`);
      },
      { timeoutMs, intervalMs: 250 },
    ),
  );
  expect(await orderStatuses(installation)).toEqual(fates);

  await eventually(
    async () => {
      const records = await readRecords('orders.events', installation.brokers);
      const arrived = new Set(records.map(({ headers }) => headers['ce_id']));
      const missing = (await storedEvents(installation)).filter(({ eventId }) => !arrived.has(eventId));
      if (missing.length > 0) throw new Error(`${missing.length} events are not in orders.events yet`);
    },
    { timeoutMs: 60_000, intervalMs: 500 },
  );
  await using admin = topicAdmin({ brokers: installation.brokers, clientId: 'audit' });
  await eventually(
    async () => {
      for (const { group, topics: read } of consumerGroups) {
        const lags = await admin.lag(group, read);
        const behind = lags.filter(({ lag }) => lag > 0n);
        if (behind.length > 0) throw new Error(`${group} is behind on ${behind.length} partitions`);
      }
    },
    { timeoutMs: 30_000, intervalMs: 250 },
  );
}

function expectCharges({ charges, payments }: SystemState, fates: Fates): void {
  const orderOf = new Map(payments.map(({ paymentId, orderId }) => [paymentId, orderId]));
  const standing = new Map<string, number>();
  const made = new Map<string, number>();
  for (const { reference, status } of charges) {
    const orderId = orderOf.get(reference) ?? `unknown ${reference}`;
    made.set(orderId, (made.get(orderId) ?? 0) + 1);
    if (status === 'authorized') standing.set(orderId, (standing.get(orderId) ?? 0) + 1);
  }
  const confirmed = [...fates].filter(([, fate]) => fate === 'confirmed').map(([id]) => id);
  expect(standing).toEqual(new Map(confirmed.map((id) => [id, 1])));
  // Not only one that stands: never more than one was made, voided or declined ones included.
  expect([...made].filter(([, count]) => count !== 1)).toEqual([]);
}

function expectStreams({ events, orderRecords }: SystemState, republished: boolean): void {
  const stored = group(events, ({ streamId }) => streamId);
  for (const [streamId, stream] of stored) {
    expect([streamId, stream.map(({ version }) => version)]).toEqual([
      streamId,
      stream.map((_, index) => index + 1),
    ]);
  }
  const published = group(orderRecords, ({ key }) => key?.toString() ?? '');
  const ids = (records: readonly LogRecord[]) => records.map(({ headers }) => headers['ce_id'] ?? '');
  for (const [streamId, stream] of stored) {
    const seen = ids(published.get(streamId) ?? []);
    const expected = stream.map(({ eventId }) => eventId);
    // Published again, a stream stands there again as a whole or from some version on; first arrivals keep its order.
    expect([streamId, republished ? [...new Set(seen)] : seen]).toEqual([streamId, expected]);
  }
  expect([...published.keys()].filter((key) => !stored.has(key))).toEqual([]);
}

function firstOfEachId(records: readonly LogRecord[]): readonly LogRecord[] {
  const ids = records.map(({ headers }) => headers['ce_id']);
  return records.filter((_, index) => ids.indexOf(ids[index]) === index);
}

function expectPaymentStreams(records: readonly LogRecord[]): void {
  for (const [orderId, stream] of group(records, ({ key }) => key?.toString() ?? '')) {
    const versions = stream.map(({ headers }) => Number(headers['ce_streamversion']));
    expect([orderId, versions]).toEqual([orderId, stream.map((_, index) => index + 1)]);
  }
}

/** No address in any topic there is, the infrastructure's own included; only what was provoked in the dead-letter topics. */
async function expectCleanTopics({ brokers }: Installation, deadLetters: number): Promise<void> {
  const names = await withAdmin((admin) => admin.listTopics(), brokers);
  const declared = topics.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(declared));
  let parked = 0;
  for (const name of names) {
    const records = await readRecords(name, brokers);
    if (name.endsWith('.dlq') && declared.includes(name)) parked += records.length;
    const leaking = records.filter(({ key, value, headers }) =>
      `${key?.toString() ?? ''}${value?.toString() ?? ''}${JSON.stringify(headers)}`.includes('mail.example'),
    );
    expect([name, leaking.length]).toEqual([name, 0]);
  }
  expect(parked).toBe(deadLetters);
}

/** Payments' read model holds every payment, each as its log says. */
export async function expectPaymentDetails(installation: Installation, state: SystemState): Promise<void> {
  const last = new Map(state.paymentRecords.map(({ key, headers }) => [key?.toString() ?? '', headers]));
  const rows = await readPayments(installation);
  const shown = new Map(rows.map(({ orderId, version }) => [orderId, version]));
  const logged = new Map(
    [...last].map(([orderId, headers]) => [orderId, Number(headers['ce_streamversion'])]),
  );
  expect(shown).toEqual(logged);
}

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}

const logLines = 40;

/** A system that doesn't come to rest is asked where it stands, and what it logged last. */
async function explained(
  { orders, payments }: Pick<Installation, 'orders' | 'payments'>,
  wait: () => Promise<void>,
): Promise<void> {
  try {
    await wait();
  } catch (error) {
    const states = await Promise.all(
      [orders, payments].map(async (service) => {
        const health = await (await fetch(`${service.url}/health/ready`)).text();
        const lines = (await service.log()).trimEnd().split('\n').slice(-logLines);
        return [health, ...lines.map((line) => line.slice(0, 400))].join('\n');
      }),
    );
    throw new Error(states.join('\n\n'), { cause: error });
  }
}
