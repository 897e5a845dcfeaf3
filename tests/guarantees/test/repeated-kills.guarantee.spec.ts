import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { installation, type Installation } from '@orderflow/test-harness';
import { audit } from '../src/audit.ts';
import { fateOf, openShop, type PaymentMethod, type Shop } from '../src/shop.ts';

const methods: readonly PaymentMethod[] = [
  'pm_card_ok',
  'pm_card_declined',
  'pm_card_ok',
  'pm_card_timeout_after_effect',
  'pm_card_error_once',
];
const rounds = 5;
const orders = 500;
const killsPerRound = 3;

describe('kill -9 again and again, of whatever part, while 500 orders are placed', () => {
  let system: Installation;
  let shop: Shop;

  beforeEach(async () => {
    system = await installation({ logLevel: 'warn' });
    shop = await openShop(system);
  }, 120_000);

  afterEach(async () => {
    await system[Symbol.asyncDispose]();
  }, 120_000);

  it.each(Array.from({ length: rounds }, (_, index) => index + 1))(
    'round %i',
    async (round) => {
      const parts = [
        ['payments', system.payments],
        ['orders', system.orders],
        ['Connect', system.connect],
        ['the broker', system.broker],
      ] as const;
      const killed: string[] = [];
      let mending = Promise.resolve();
      const placed = await shop.placeMany(orders, methods, (count) => {
        if (count % Math.floor(orders / (killsPerRound + 1)) !== 0 || killed.length === killsPerRound) return;
        const [name, part] = parts[randomInt(parts.length)] ?? parts[0];
        killed.push(name);
        // One after the other: a part that is being mended is not killed again.
        mending = mending.then(() => part.kill()).then(() => part.start());
      });
      await mending;
      const fates = new Map(placed.map(({ id, method }) => [id, fateOf[method]]));
      expect(fates.size).toBe(orders);
      const state = await audit(system, fates, {
        settleWithinMs: 240_000,
        brokerKilled: killed.includes('the broker'),
      });
      const standing = state.charges.filter(({ status }) => status === 'authorized').length;
      process.stdout.write(
        `round ${round}: killed ${killed.join(', ')}; ${fates.size} orders, ${state.events.length} events, ` +
          `${state.charges.length} charges of which ${standing} stand\n`,
      );
    },
    600_000,
  );
});
