import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderflow/test-harness';
import { devCommand, type DevCommand } from '../src/dev-command.ts';
import { openShop, type PlacedOrder } from '../src/shop.ts';

describe('`pnpm dev`, interrupted by Ctrl-C under load and started again', () => {
  let dev: DevCommand;

  beforeEach(async () => {
    dev = await devCommand();
  });

  afterEach(async () => {
    await dev[Symbol.asyncDispose]();
  }, 60_000);

  it('leaves nothing running, and loses nothing that was accepted', async () => {
    await dev.start();
    const shop = await openShop(dev);
    const accepted: PlacedOrder[] = [];
    const underLoad = Promise.withResolvers<void>();
    const load = Promise.allSettled(
      Array.from({ length: 8 }, async () => {
        for (let order = 0; order < 100; order += 1) {
          accepted.push(await shop.placeOnce('pm_card_ok'));
          if (accepted.length === 40) underLoad.resolve();
        }
      }),
    );
    await underLoad.promise;
    await dev.interrupt();
    // It broke off: the clients met a closed door, not the end of their lists.
    expect((await load).some(({ status }) => status === 'rejected')).toBe(true);

    await dev.start();
    await eventually(
      async () => {
        const statuses = await Promise.all(accepted.map(({ id }) => shop.get(`/orders/${id}`)));
        const open = statuses.filter(({ body }) => (body as { status?: string }).status !== 'confirmed');
        if (open.length > 0) throw new Error(`${open.length} of ${accepted.length} are not confirmed`);
      },
      { timeoutMs: 60_000, intervalMs: 500 },
    );
    const payments = await Promise.all(accepted.map(({ id }) => dev.payment(id)));
    const charges = Map.groupBy(await dev.charges(), ({ reference }) => reference);
    expect(payments.map(({ paymentId }) => charges.get(paymentId)?.length)).toEqual(accepted.map(() => 1));
    await dev.interrupt();
  }, 300_000);
});
