import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installation, type Installation } from '@orderflow/test-harness';
import { maxEventBytes } from '@orderflow/contracts';
import { audit, expectPaymentDetails, type Fates } from '../src/audit.ts';
import { largestOrder } from '../src/largest-order.ts';
import { fateOf, openShop, type PaymentMethod, type Shop } from '../src/shop.ts';
import { select } from '../src/system-state.ts';

const methods: readonly PaymentMethod[] = [
  'pm_card_ok',
  'pm_card_declined',
  'pm_card_ok',
  'pm_card_timeout_after_effect',
  'pm_card_ok',
  'pm_card_error_once',
  'pm_card_slow',
  'pm_card_ok',
  'pm_card_ok',
  'pm_card_declined',
];

describe('the whole system', () => {
  let system: Installation;
  let shop: Shop;
  const fates = new Map<string, 'confirmed' | 'rejected' | 'cancelled'>();

  beforeAll(async () => {
    system = await installation({ logLevel: 'warn' });
    shop = await openShop(system);
  }, 120_000);

  afterAll(async () => {
    await system[Symbol.asyncDispose]();
  }, 60_000);

  it('ends 500 orders of mixed methods, placed concurrently, as their methods say', async () => {
    const placed = await shop.placeMany(500, methods);
    for (const { id, method } of placed) fates.set(id, fateOf[method]);
    expect(fates.size).toBe(500);
    const state = await audit(system, fates);
    await expectPaymentDetails(system, state);
  }, 180_000);

  it('voids what is held for an order that is cancelled, before or after its confirmation', async () => {
    const placed = await shop.placeMany(20, ['pm_card_ok', 'pm_card_slow']);
    await Promise.all(placed.map(({ id }) => shop.cancel(id)));
    for (const { id } of placed) fates.set(id, 'cancelled');
    const state = await audit(system, fates);
    const cancelled = new Set(placed.map(({ id }) => id));
    const payments = state.payments.filter(({ orderId }) => cancelled.has(orderId));
    expect(payments.map(({ status }) => status)).toEqual(placed.map(() => 'voided'));
  }, 120_000);

  it('carries the largest acceptable order through, and shows it confirmed', async () => {
    const body = largestOrder('\u0001');
    const { id } = await shop.place('pm_card_ok', body);
    fates.set(id, 'confirmed');
    await audit(system, fates satisfies Fates);
    const [{ bytes } = { bytes: 0 }] = await select<{ bytes: number }>(
      system.databaseUrl('orders'),
      'SELECT octet_length(payload) AS bytes FROM events WHERE stream_id = $1 AND version = 1',
      [id],
    );
    // As large as the bounds allow, which is close to the limit of an event and never above it.
    expect(bytes).toBeGreaterThan(maxEventBytes * 0.8);
    expect(bytes).toBeLessThan(maxEventBytes);
    const { body: shown } = await shop.get(`/orders/${id}`);
    expect(shown).toMatchObject({ status: 'confirmed', lines: body.lines });
  }, 60_000);
});
