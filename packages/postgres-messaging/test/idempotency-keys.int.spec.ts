import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomName } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import {
  autocommitSql,
  type IdempotencyClaim,
  type IdempotencyKey,
  idempotencyKeys,
  withTransaction,
} from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { messagingDatabase } from './messaging-database.ts';

describe('an idempotency key', () => {
  let database: ServiceDatabase;
  let app: DataSource;

  beforeAll(async () => {
    database = await messagingDatabase();
    app = await database.connect('app', { poolSize: 16 });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const answer = { status: 201, resource: '/orders/1', version: 1 };
  const replay = { kind: 'replay', ...answer };
  const request = (): IdempotencyKey => ({ caller: 'cus-1', key: randomName('key'), bodyHash: 'h1' });
  const submit = (keyed: IdempotencyKey): Promise<IdempotencyClaim> =>
    withTransaction(app, async (tx) => {
      const claim = await idempotencyKeys.claim(tx, keyed);
      if (claim.kind === 'first') await idempotencyKeys.store(tx, { ...keyed, ...answer });
      return claim;
    });
  const age = async ({ key }: IdempotencyKey, days: number) =>
    autocommitSql(await database.connect('owner')).query({
      text: 'UPDATE idempotency_keys SET created_at = now() - make_interval(days => $2) WHERE key = $1',
      values: [key, days],
    });

  it('stands for its first answer', async () => {
    const keyed = request();
    expect(await submit(keyed)).toEqual({ kind: 'first' });
    expect(await submit(keyed)).toEqual(replay);
    expect(await submit(keyed)).toEqual(replay);
  });

  it('keeps a body where there was one', async () => {
    const keyed = request();
    await withTransaction(app, async (tx) => {
      await idempotencyKeys.claim(tx, keyed);
      await idempotencyKeys.store(tx, { ...keyed, ...answer, body: '{"refused":"🍵"}' });
    });
    expect(await submit(keyed)).toEqual({ ...replay, body: '{"refused":"🍵"}' });
  });

  it('refuses another body', async () => {
    const keyed = request();
    await submit(keyed);
    expect(await submit({ ...keyed, bodyHash: 'h2' })).toEqual({ kind: 'mismatch' });
  });

  it('belongs to its caller', async () => {
    const keyed = request();
    await submit(keyed);
    expect(await submit({ ...keyed, caller: 'cus-2' })).toEqual({ kind: 'first' });
  });

  it('is free again after a transaction that failed', async () => {
    const keyed = request();
    const failed = withTransaction(app, async (tx) => {
      await idempotencyKeys.claim(tx, keyed);
      await idempotencyKeys.store(tx, { ...keyed, ...answer });
      throw new Error('afterwards');
    });
    await expect(failed).rejects.toThrow('afterwards');
    expect(await submit(keyed)).toEqual({ kind: 'first' });
  });

  it('is busy, without waiting, while another request holds it', async () => {
    const keyed = request();
    await withTransaction(app, async (tx) => {
      expect(await idempotencyKeys.claim(tx, keyed)).toEqual({ kind: 'first' });
      expect(await submit(keyed)).toEqual({ kind: 'busy' });
    });
  });

  it('gives sixteen simultaneous requests one first; the rest are busy or get its answer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const keyed = request();
      const claims = await Promise.all(Array.from({ length: 16 }, () => submit(keyed)));
      expect(claims.filter(({ kind }) => kind === 'first')).toHaveLength(1);
      for (const claim of claims.filter(({ kind }) => kind !== 'first')) {
        expect([{ kind: 'busy' }, replay]).toContainEqual(claim);
      }
    }
  });

  it('is forgotten after seven days', async () => {
    const keyed = request();
    await submit(keyed);
    await age(keyed, 6);
    expect(await submit(keyed)).toEqual(replay);
    await age(keyed, 8);
    expect(await submit({ ...keyed, bodyHash: 'h2' })).toEqual({ kind: 'first' });
    expect(await submit({ ...keyed, bodyHash: 'h2' })).toEqual(replay);
  });

  it('is purged with all older ones', async () => {
    const [old, young] = [request(), request()];
    await submit(old);
    await submit(young);
    await age(old, 30);
    const weekAgo = new Date(Date.now() - 7 * 86_400_000);
    expect(await idempotencyKeys.purge(autocommitSql(app), weekAgo)).toBe(1);
    expect(await idempotencyKeys.purge(autocommitSql(app), weekAgo)).toBe(0);
    expect(await submit(young)).toEqual(replay);
  });
});
