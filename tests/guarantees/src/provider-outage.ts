import { setTimeout as outage } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { eventually, type Installation } from '@orderflow/test-harness';
import { audit } from './audit.ts';
import type { Shop } from './shop.ts';

interface ConsumerReport {
  readonly details: {
    readonly tasks: readonly { readonly circuit?: { readonly state: string; readonly dependency: string } }[];
  };
}

/** The circuits that payments names in its health. */
async function circuits({ payments }: Installation) {
  const response = await fetch(`${payments.url}/health/ready`);
  const { components } = (await response.json()) as { components: Record<string, ConsumerReport> };
  const tasks = components['consumer payments']?.details.tasks ?? [];
  return { status: response.status, open: tasks.flatMap(({ circuit }) => circuit ?? []) };
}

/**
 * Takes the provider away for so long, places orders meanwhile, and holds the system to its promise: payments stays ready and
 * names the open circuits, no order is parked, and all end as they must once the provider is back.
 */
export async function expectOutageOutlasted(
  system: Installation,
  shop: Shop,
  { orders, outageMs }: { readonly orders: number; readonly outageMs: number },
): Promise<void> {
  await system.psp.stop();
  const over = outage(outageMs);
  const placed = await shop.placeMany(orders, ['pm_card_ok', 'pm_card_declined']);
  await eventually(
    async () => {
      const { status, open } = await circuits(system);
      expect(status).toBe(200);
      expect(open).toHaveLength(6);
      expect(new Set(open.map(({ dependency }) => dependency))).toEqual(new Set(['payment provider']));
    },
    { timeoutMs: 30_000 },
  );
  await over;
  await system.psp.start();
  await audit(
    system,
    new Map(placed.map(({ id, method }) => [id, method === 'pm_card_ok' ? 'confirmed' : 'rejected'])),
  );
  await eventually(async () => expect((await circuits(system)).open).toEqual([]));
}
