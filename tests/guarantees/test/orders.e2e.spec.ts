import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installation, type Installation } from '@orderflow/test-harness';
import { audit, expectPaymentDetails, type Fates } from '../src/audit.ts';
import { fateOf, openShop, type PaymentMethod, type Shop } from '../src/shop.ts';

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
    const line = { sku: '가'.repeat(64), name: '🍵'.repeat(160), quantity: 1, unitPrice: 1 };
    const { id } = await shop.place('pm_card_ok', {
      customer: { id: 'cus-large', email: 'cus-large@mail.example', locale: 'ko-KR' },
      currency: 'KRW',
      lines: Array.from({ length: 500 }, () => line),
      payment: { method: 'pm_card_ok' },
    });
    fates.set(id, 'confirmed');
    await audit(system, fates satisfies Fates);
    const { body } = await shop.get(`/orders/${id}`);
    expect(body).toMatchObject({ status: 'confirmed', total: 500, lines: { length: 500, 499: line } });
  }, 60_000);
});
