import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { failureOf, isRunning } from '@orderflow/connect';
import { eventually, installation, readRecords, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { openShop, type PlacedOrder, type Shop } from '../src/shop.ts';
import { readCharges, select, storedEvents } from '../src/system-state.ts';

const slot = 'orders_outbox';
const before = 50;
const meanwhile = 50;

describe('a connector that lost its place, 50 orders placed meanwhile', () => {
  let system: Installation;
  let shop: Shop;
  let placed: PlacedOrder[];

  beforeEach(async () => {
    system = await installation({ logLevel: 'warn' });
    shop = await openShop(system);
    placed = await shop.placeMany(before, ['pm_card_ok']);
    await audit(system, fates());
    // Rows are no longer where their position says: only an ordered snapshot brings them in the order of the streams.
    await select(system.databaseUrl('orders'), 'CLUSTER events USING events_event_id');
  }, 180_000);

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
  }, 120_000);

  it('publishes everything again where its offsets are lost, and nothing happens twice', async () => {
    await stopConnector();
    await forgetOffsets();
    await placeMeanwhile();
    await resumeConnector();
    await expectPublishedAgain();
  }, 180_000);

  it('publishes everything again where offsets and slot are lost', async () => {
    await stopConnector();
    await forgetOffsets();
    await dropSlot();
    await placeMeanwhile();
    await resumeConnector();
    await expectPublishedAgain();
  }, 180_000);

  it('stops loudly where its slot is lost, and publishes everything again by the runbook', async () => {
    await stopConnector();
    await dropSlot();
    await placeMeanwhile();
    await resumeConnector();

    const outcome = await eventually(
      async () => {
        const state = await system.connectClient.state(system.connectorName);
        if (state !== undefined && failureOf(state) !== undefined) return 'stopped';
        const arrived = new Set(
          (await readRecords('orders.events', system.brokers)).map(({ headers }) => headers['ce_id']),
        );
        const missing = (await storedEvents(system)).filter(({ eventId }) => !arrived.has(eventId));
        if (missing.length === 0) return 'arrived';
        throw new Error(`${missing.length} events have not arrived, and the connector says ${state?.state}`);
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    if (outcome === 'stopped') {
      await stopConnector();
      await forgetOffsets();
      await resumeConnector();
    }
    await expectPublishedAgain();
  }, 240_000);

  function fates() {
    return new Map(placed.map(({ id }) => [id, 'confirmed' as const]));
  }

  async function placeMeanwhile(): Promise<void> {
    placed.push(...(await shop.placeMany(meanwhile, ['pm_card_ok'])));
  }

  async function stopConnector(): Promise<void> {
    await system.connectClient.stop(system.connectorName);
    await eventually(async () => {
      const state = await system.connectClient.state(system.connectorName);
      expect(state).toMatchObject({ state: 'STOPPED', tasks: [] });
    });
  }

  async function forgetOffsets(): Promise<void> {
    await eventually(() => system.connectClient.forgetOffsets(system.connectorName));
  }

  async function dropSlot(): Promise<void> {
    await eventually(() =>
      select(system.databaseUrl('orders'), 'SELECT pg_drop_replication_slot($1)', [slot]),
    );
  }

  async function resumeConnector(): Promise<void> {
    await system.connectClient.resume(system.connectorName);
  }

  /** All arrived, and charges are what they would have been: one for each order. */
  async function expectPublishedAgain(): Promise<void> {
    await audit(system, fates(), { republished: true });
    expect(await readCharges(system)).toHaveLength(before + meanwhile);
    const state = await system.connectClient.state(system.connectorName);
    expect(state !== undefined && isRunning(state)).toBe(true);
  }
});
