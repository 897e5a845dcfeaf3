import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, installation, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { openShop, type Shop } from '../src/shop.ts';
import { readCharges, select } from '../src/system-state.ts';

const keyLifetimeMs = 1_000;

describe('a provider that forgets its idempotency keys after a second', () => {
  let system: Installation;
  let shop: Shop;

  beforeEach(async () => {
    system = await installation({ logLevel: 'warn', pspKeyLifetimeMs: keyLifetimeMs });
    shop = await openShop(system);
  }, 120_000);

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
  }, 60_000);

  it('is asked by reference where payments was killed between call and settlement, and never charges twice', async () => {
    const { id } = await shop.place('pm_card_slow');
    // The charge is made at once and answered late: here payments has called and not settled.
    await eventually(async () => expect(await readCharges(system)).toHaveLength(1), { intervalMs: 10 });
    await system.payments.kill();
    const unsettled = await select<{ count: number }>(
      system.databaseUrl('payments'),
      'SELECT count(*)::int AS count FROM effects WHERE settled_at IS NULL',
    );
    expect(unsettled).toEqual([{ count: 1 }]);
    await eventually(async () => {
      const [row] = await select<{ old: boolean }>(
        system.databaseUrl('payments'),
        `SELECT started_at < clock_timestamp() - interval '${keyLifetimeMs * 2} milliseconds' AS old FROM effects`,
      );
      expect(row?.old).toBe(true);
    });

    await system.payments.start();
    const state = await audit(system, new Map([[id, 'confirmed']]));
    expect(state.charges).toHaveLength(1);
  }, 120_000);
});
