import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kafkaProducer, parkingTopics, redriveCommandText } from '@orderflow/kafka/core';
import { eventually, installation, readRecords, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { openShop, type Shop } from '../src/shop.ts';
import { orderStatuses, readCharges, select } from '../src/system-state.ts';

const topic = 'orders.events';
const parked = parkingTopics(topic, 'payments');

describe('an order whose first event can’t be handled', () => {
  let system: Installation;
  let shop: Shop;

  beforeEach(async () => {
    system = await installation({ logLevel: 'warn' });
    shop = await openShop(system);
  }, 120_000);

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
  }, 60_000);

  it('waits with its later events over a kill and a rebalance while others flow, and is re-driven in order', async () => {
    await system.payments.stop();
    const { id } = await shop.place('pm_card_ok');
    await breakEffectsOf(id);
    await system.payments.start();
    await eventually(async () => expect(await letters()).toEqual(['failed']));

    await shop.cancel(id);
    await system.payments.kill();
    const others = await shop.placeMany(20, ['pm_card_ok']);
    const second = await system.instance('payments', 2);
    await Promise.all([system.payments.start(), second.start()]);
    const fates = new Map(others.map((order) => [order.id, 'confirmed' as const]));
    await eventually(
      async () => {
        const statuses = await orderStatuses(system);
        expect([...fates.keys()].filter((other) => statuses.get(other) !== 'confirmed')).toEqual([]);
        expect(await letters()).toEqual(['failed', 'waiting']);
      },
      { timeoutMs: 60_000, intervalMs: 250 },
    );

    await mendEffects();
    await redrive(id);
    const state = await audit(system, new Map([...fates, [id, 'cancelled']]), { deadLetters: 2 });
    expect((await readCharges(system)).filter(({ status }) => status === 'voided')).toHaveLength(1);
    const payment = state.paymentRecords.filter(({ key }) => key?.toString() === id);
    expect(payment.map(({ headers }) => headers['ce_type'])).toEqual(['PaymentAuthorized', 'PaymentVoided']);
    const entries = await readRecords(parked.quarantine, system.brokers);
    expect(entries.at(-1)).toMatchObject({ key: Buffer.from(id), value: null });
  }, 240_000);

  async function letters(): Promise<(string | null | undefined)[]> {
    const found = await readRecords(parked.deadLetters, system.brokers);
    return found.map(({ headers }) => headers['dlq_reason']);
  }

  /** A fault of the service's own: its ledger refuses the effects of one event. */
  async function breakEffectsOf(orderId: string): Promise<void> {
    const [placed] = await select<{ id: string }>(
      system.databaseUrl('orders'),
      'SELECT event_id AS id FROM events WHERE stream_id = $1 AND version = 1',
      [orderId],
    );
    const url = system.databaseUrl('payments');
    await select(
      url,
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'broken'; END $$`,
    );
    await select(
      url,
      `CREATE TRIGGER broken BEFORE INSERT ON effects FOR EACH ROW
         WHEN (NEW.input_id = '${placed?.id}') EXECUTE FUNCTION refuse()`,
    );
  }

  async function mendEffects(): Promise<void> {
    await select(system.databaseUrl('payments'), 'DROP TRIGGER broken ON effects');
  }

  async function redrive(orderId: string): Promise<void> {
    const [letter] = await readRecords(parked.deadLetters, system.brokers);
    const partition = letter?.partition ?? 0;
    const about = { by: 'operator', reason: 'the ledger is mended', at: new Date().toISOString() };
    const value = redriveCommandText({
      id: randomUUID(),
      action: 'redrive',
      topic,
      partition,
      from: 0n,
      to: 0n,
      ...about,
    });
    await using producer = kafkaProducer({ brokers: system.brokers, clientId: 'operator' });
    await producer.send([{ topic: parked.redrive, partition, key: orderId, value }]);
  }
});
