import { expect } from '@jest/globals';
import type { Installation } from '@orderflow/test-harness';
import { audit, type Fates } from './audit.ts';
import { liveFootprint } from './live-footprint.ts';
import { replay } from './orderflow-command.ts';
import { fateOf, openShop, type PaymentMethod, type PlacedOrder, type Shop } from './shop.ts';
import { steadyReader } from './steady-reader.ts';
import { select } from './system-state.ts';

export const rebuild = ['--topic', 'payments.events', '--handler', 'payments-details'] as const;
export const verify = ['--topic', 'orders.events', '--handler', 'payments'] as const;

const methods: readonly PaymentMethod[] = ['pm_card_ok', 'pm_card_ok', 'pm_card_declined'];

export interface ReplayProofOptions {
  /** Orders placed before, and of these how many are cancelled afterwards. */
  readonly orders: number;
  readonly cancelled: number;
  /** Orders that are placed at a time, again and again, while the second replays run. */
  readonly meanwhile: number;
  readonly rate: number;
  readonly settleWithinMs: number;
}

/** Orders that have come to rest; every `cancelled`th of the first ends cancelled, and so voided. */
export async function settledOrders(
  installation: Installation,
  shop: Shop,
  { orders, cancelled, settleWithinMs }: Pick<ReplayProofOptions, 'orders' | 'cancelled' | 'settleWithinMs'>,
): Promise<{
  readonly placed: readonly PlacedOrder[];
  readonly fates: Map<string, 'confirmed' | 'rejected' | 'cancelled'>;
}> {
  const placed = await shop.placeMany(orders, methods);
  const fates = new Map<string, 'confirmed' | 'rejected' | 'cancelled'>(
    placed.map(({ id, method }) => [id, fateOf[method]]),
  );
  await audit(installation, fates, { settleWithinMs });
  const confirmed = placed.filter(({ id }) => fates.get(id) === 'confirmed').slice(0, cancelled);
  for (const { id } of confirmed) {
    await shop.cancel(id);
    fates.set(id, 'cancelled');
  }
  await audit(installation, fates, { settleWithinMs });
  return { placed, fates };
}

/** Rows that one table of the read model has and the other hasn't, counted by the test itself. */
export async function rowsApart(installation: Installation): Promise<number> {
  const [row] = await select<{ apart: number }>(
    installation.databaseUrl('payments'),
    `SELECT count(*)::integer AS apart FROM (
       (TABLE payment_details_a EXCEPT TABLE payment_details_b) UNION ALL
       (TABLE payment_details_b EXCEPT TABLE payment_details_a)) AS rows`,
  );
  return row?.apart ?? -1;
}

export async function readerOf(installation: Installation): Promise<Shop> {
  return openShop({ orders: installation.payments, token: (claims) => installation.token(claims) });
}

/**
 * Rebuilds and verifies at rest, where nothing live may change, and again while orders go on being placed. Returns what the runs at rest
 * counted.
 */
export async function expectReplaysToHold(installation: Installation, options: ReplayProofOptions) {
  const shop = await openShop(installation);
  const { placed, fates } = await settledOrders(installation, shop, options);
  const rate = ['--rate', String(options.rate)];
  const [first] = placed;
  if (first === undefined) throw new RangeError('no orders');
  const reader = await readerOf(installation);

  const before = await liveFootprint(installation);
  await using watching = steadyReader(reader, first.id);
  const rebuilt = await replay(installation, 'rebuilt', 'run', ...rebuild, ...rate);
  const verified = await replay(installation, 'verified', 'run', ...verify, ...rate);
  const answers = await watching.stop();
  expect(await liveFootprint(installation)).toEqual(before);
  expect([...answers.keys()]).toEqual([200]);
  expect(await rowsApart(installation)).toBe(0);
  expect(rebuilt).toMatchObject({
    exitCode: 0,
    outcome: { failed: 0, differing: 0, rows: options.orders, records: options.orders + options.cancelled },
  });
  expect(verified).toMatchObject({
    exitCode: 0,
    outcome: {
      failed: 0,
      differing: 0,
      duplicates: 0,
      outputs: options.orders + options.cancelled,
      equal: options.orders + options.cancelled,
      effects: { settled: options.orders + options.cancelled, unsettled: 0, missing: 0 },
    },
  });

  await underLoad(installation, { shop, reader, first, rate, fates, options });
  return { rebuilt: rebuilt.outcome, verified: verified.outcome, answers };
}

interface UnderLoad {
  readonly shop: Shop;
  readonly reader: Shop;
  readonly first: PlacedOrder;
  readonly rate: readonly string[];
  readonly fates: Map<string, Fates extends ReadonlyMap<string, infer Fate> ? Fate : never>;
  readonly options: ReplayProofOptions;
}

/** The same while orders are placed, and the new read model is switched to and back. */
async function underLoad(
  installation: Installation,
  { shop, reader, first, rate, fates, options }: UnderLoad,
): Promise<void> {
  const shown = await reader.get(`/payments/${first.id}`);
  await using watching = steadyReader(reader, first.id);
  const done = new AbortController();
  const placing = placeUntil(done.signal, () => shop.placeMany(options.meanwhile, methods));
  const rebuilt = await replay(installation, 'rebuilt', 'run', ...rebuild, ...rate);
  const verified = await replay(installation, 'verified', 'run', ...verify, ...rate);
  const of = [...rebuild, '--id', rebuilt.outcome.id];
  const switched = await replay(installation, 'switched', 'switch', ...of);
  done.abort();
  for (const { id, method } of await placing) fates.set(id, fateOf[method]);
  expect(rebuilt).toMatchObject({ exitCode: 0, outcome: { failed: 0, differing: 0 } });
  expect(verified).toMatchObject({ exitCode: 0, outcome: { failed: 0, differing: 0 } });

  await audit(installation, fates, { settleWithinMs: options.settleWithinMs });
  expect(await rowsApart(installation)).toBe(0);
  expect(await reader.get(`/payments/${first.id}`)).toEqual(shown);
  const reverted = await replay(installation, 'switched', 'revert', ...of);
  expect(reverted.outcome).toMatchObject({
    active: switched.outcome.before,
    before: switched.outcome.active,
  });
  expect(await reader.get(`/payments/${first.id}`)).toEqual(shown);
  expect([...(await watching.stop()).keys()]).toEqual([200]);
}

async function placeUntil(
  signal: AbortSignal,
  place: () => Promise<readonly PlacedOrder[]>,
): Promise<readonly PlacedOrder[]> {
  const placed: PlacedOrder[] = [];
  while (!signal.aborted) placed.push(...(await place()));
  return placed;
}
