import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomName } from '@orderflow/test-harness';
import { type EffectLedger, effectLedger } from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { messagingDatabase } from './messaging-database.ts';

describe('the effect ledger', () => {
  let database: ServiceDatabase;
  let ledger: EffectLedger;

  beforeAll(async () => {
    database = await messagingDatabase();
    ledger = effectLedger(await database.connect('app', { poolSize: 16 }));
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const authorisation = () => ({
    handler: 'authorise-payment',
    inputId: randomName('event'),
    effect: 'authorise',
    request: '{"amount":25000,"currency":"KRW"}',
  });

  it('is read without a trace: what is missing stays so, what is unsettled is not counted as begun again', async () => {
    const effect = authorisation();
    expect(await ledger.find(effect)).toEqual({ state: 'missing' });
    expect(await ledger.begin(effect)).toMatchObject({ state: 'begun', attempts: 1 });
    expect(await ledger.find(effect)).toEqual({ state: 'unsettled' });
    expect(await ledger.begin(effect)).toMatchObject({ state: 'unsettled', attempts: 2 });

    const settlement = { providerReference: 'ch_1', outcome: { authorised: true } };
    await ledger.settle(effect, settlement);
    expect(await ledger.find(effect)).toEqual({ state: 'settled', ...settlement });
    await expect(ledger.find({ ...effect, request: 'another' })).rejects.toMatchObject({
      code: 'EFFECT_REQUEST_MISMATCH',
    });
  });

  it('has an effect begun once, then unsettled under the same key, until it is settled for ever', async () => {
    const effect = authorisation();
    const begun = await ledger.begin(effect);
    expect(begun).toMatchObject({ state: 'begun', attempts: 1, key: expect.stringMatching(/^[\w-]{43}$/) });
    expect(Math.abs(Date.now() - begun.startedAt.getTime())).toBeLessThan(60_000);

    const { key, startedAt } = begun;
    const again = await ledger.begin(effect);
    expect(again).toMatchObject({ state: 'unsettled', attempts: 2, key, startedAt });
    expect(again.ageMs).toBeGreaterThan(begun.ageMs);

    const settlement = { providerReference: 'ch_1', outcome: { authorised: true } };
    expect(await ledger.settle(effect, settlement)).toEqual({ first: true, ...settlement });
    const settled = { state: 'settled', attempts: 2, key, startedAt, ...settlement };
    expect(await ledger.begin(effect)).toMatchObject(settled);
    expect(await ledger.begin(effect)).toMatchObject(settled);
  });

  it('keeps the first of two settlements', async () => {
    const effect = authorisation();
    await ledger.begin(effect);
    await ledger.settle(effect, { outcome: 'declined' });
    const first = { outcome: 'declined' };
    expect(await ledger.settle(effect, { providerReference: 'ch_2', outcome: 'authorised' })).toEqual({
      first: false,
      ...first,
    });
    expect(await ledger.begin(effect)).toMatchObject({ state: 'settled', ...first });
  });

  it('refuses another request under one id, unsettled or settled', async () => {
    const effect = authorisation();
    const other = { ...effect, request: '{"amount":1,"currency":"KRW"}' };
    await ledger.begin(effect);
    await expect(ledger.begin(other)).rejects.toMatchObject({ code: 'EFFECT_REQUEST_MISMATCH' });
    await ledger.settle(effect, { outcome: null });
    await expect(ledger.begin(other)).rejects.toMatchObject({ code: 'EFFECT_REQUEST_MISMATCH' });
    expect(await ledger.begin(effect)).toMatchObject({ state: 'settled', attempts: 1, outcome: null });
  });

  it('refuses to settle what was not begun', async () => {
    await expect(ledger.settle(authorisation(), { outcome: null })).rejects.toMatchObject({
      code: 'EFFECT_NOT_BEGUN',
    });
  });

  it('gives two effects of one input keys of their own', async () => {
    const effect = authorisation();
    const [one, two] = [await ledger.begin(effect), await ledger.begin({ ...effect, effect: 'void' })];
    expect(two).toMatchObject({ state: 'begun' });
    expect(two.key).not.toBe(one.key);
  });

  it('says begun to one of sixteen callers at once', async () => {
    const effect = authorisation();
    const answers = await Promise.all(Array.from({ length: 16 }, () => ledger.begin(effect)));
    expect(answers.filter(({ state }) => state === 'begun')).toHaveLength(1);
    expect(answers.filter(({ state }) => state === 'unsettled')).toHaveLength(15);
    expect(new Set(answers.map(({ key }) => key)).size).toBe(1);
    expect(answers.map(({ attempts }) => attempts).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
  });

  it('lists and counts what is unresolved, the oldest first', async () => {
    const [older, newer, settled] = [authorisation(), authorisation(), authorisation()];
    const before = await ledger.countUnresolved();
    for (const effect of [older, newer, settled]) await ledger.begin(effect);
    await ledger.settle(settled, { outcome: null });
    expect(await ledger.countUnresolved()).toBe(before + 2);
    const listed = await ledger.unresolved();
    expect(listed.map(({ inputId }) => inputId).slice(-2)).toEqual([older.inputId, newer.inputId]);
    expect(await ledger.unresolved(1)).toHaveLength(1);
  });
});
