import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { installation, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { fateOf, openShop, type PaymentMethod, type Shop } from '../src/shop.ts';

const methods: readonly PaymentMethod[] = [
  'pm_card_ok',
  'pm_card_declined',
  'pm_card_slow',
  'pm_card_timeout_after_effect',
  'pm_card_error_once',
];
const orders = 150;
const killAfter = 50;

describe('kill -9 in the middle of a run, followed by a restart', () => {
  let system: Installation;
  let shop: Shop;

  beforeEach(async () => {
    system = await installation({ logLevel: 'warn' });
    shop = await openShop(system);
  }, 120_000);

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
  }, 120_000);

  it.each([
    ['payments', async () => system.payments],
    ['orders', async () => system.orders],
    ['Connect', async () => system.connect],
    ['the broker', async () => system.broker],
  ] as const)(
    'of %s changes nothing in the end',
    async (name, partOf) => {
      const part = await partOf();
      const killed = Promise.withResolvers<void>();
      const placing = shop.placeMany(orders, methods, (count) => {
        if (count !== killAfter) return;
        part
          .kill()
          .then(() => part.start())
          .then(killed.resolve, killed.reject);
      });
      const [placed] = await Promise.all([placing, killed.promise]);
      expect(placed.length).toBe(orders);
      const fates = new Map(placed.map(({ id, method }) => [id, fateOf[method]]));
      await audit(system, fates, { brokerKilled: name === 'the broker' });
    },
    240_000,
  );

  it('of nobody, but Kafka stopped: orders are accepted meanwhile and confirmed after its return', async () => {
    await system.broker.stop();
    const placed = await shop.placeMany(100, ['pm_card_ok']);
    expect(placed.length).toBe(100);
    await system.broker.start();
    await audit(system, new Map(placed.map(({ id }) => [id, 'confirmed'])));
  }, 240_000);
});
