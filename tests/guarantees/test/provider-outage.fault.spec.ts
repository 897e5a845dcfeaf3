import { describe, it } from '@jest/globals';
import { installation } from '@orderflow/test-harness';
import { expectOutageOutlasted } from '../src/provider-outage.ts';
import { openShop } from '../src/shop.ts';

describe('a payment provider that is away as long as it takes all partitions to notice', () => {
  it('parks no order: circuits are named in health, and every order ends once it is back', async () => {
    await using system = await installation({ logLevel: 'warn' });
    const shop = await openShop(system);
    await expectOutageOutlasted(system, shop, { orders: 120, outageMs: 0 });
  }, 240000);
});
