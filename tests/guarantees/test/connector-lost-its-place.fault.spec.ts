import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { failureOf, isRunning } from '@orderflow/connect';
import { eventually, installation, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { openShop, type PlacedOrder, type Shop } from '../src/shop.ts';
import { readCharges, select } from '../src/system-state.ts';

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
    // An update moves a row behind all others: only an ordered snapshot brings the rows in the order of the streams.
    await select(system.databaseUrl('orders'), "UPDATE events SET actor = 'moved' WHERE version = 1");
    const [disorder] = await select<{ streams: number }>(
      system.databaseUrl('orders'),
      `SELECT count(*)::integer AS streams FROM events AS first
         JOIN events AS second ON second.stream_id = first.stream_id AND second.version = 2
        WHERE first.version = 1 AND second.ctid < first.ctid`,
    );
    if (disorder?.streams === 0) throw new Error('the heap has every stream in order');
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

    await eventually(
      async () => {
        const state = await system.connectClient.state(system.connectorName);
        if (state === undefined || failureOf(state) === undefined)
          throw new Error(`it says ${state?.state ?? 'nothing'}`);
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    await stopConnector();
    await forgetOffsets();
    await resumeConnector();
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
