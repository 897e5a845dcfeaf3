import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { eventually, type Installation, installation, readRecords } from '../src/index.ts';

const startTimeoutMs = 120_000;

async function placeOrder(system: Installation): Promise<{ id: string; status: string }> {
  const token = await system.token({ subject: 'cus-1', scopes: ['orders:write', 'orders:read'] });
  const order = {
    customer: { id: 'cus-1', email: 'a@example.com', locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ sku: 'TEA-1', name: '녹차 🍵', quantity: 2, unitPrice: 12_500 }],
    payment: { method: 'pm_card_ok' },
  };
  const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': randomUUID(), Prefer: 'wait=20' };
  const { data } = await axios.post<{ id: string; status: string }>(`${system.orders.url}/orders`, order, {
    headers,
    proxy: false,
  });
  return data;
}

describe('an installation', () => {
  it(
    'runs the whole system, and one made after it knows nothing of it',
    async () => {
      {
        await using system = await installation();
        await expect(placeOrder(system)).resolves.toMatchObject({ status: 'confirmed' });
        await eventually(async () => expect(await readRecords('orders.events')).toHaveLength(2));
        expect(await system.orders.residentBytes()).toBeGreaterThan(10 * 1024 ** 2);
      }
      await using system = await installation();
      expect(await readRecords('orders.events')).toEqual([]);
      await expect(placeOrder(system)).resolves.toMatchObject({ status: 'confirmed' });
      await system.orders.kill();
      expect(await system.orders.isRunning()).toBe(false);
      await system.orders.start();
      await expect(placeOrder(system)).resolves.toMatchObject({ status: 'confirmed' });
    },
    startTimeoutMs,
  );
});
