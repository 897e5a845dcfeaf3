import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderflow/test-harness';
import { v7 as uuidv7 } from 'uuid';
import { authorizationRequest } from '../src/provider/payment-provider.ts';
import {
  authorizeEffect,
  effectsUnderTest,
  recordedAt,
  unavailable,
  type EffectsUnderTest,
} from './effects-under-test.ts';
import type { Behaviour } from './provider-server.ts';

describe('authorising at the provider', () => {
  let subject: EffectsUnderTest;

  beforeAll(async () => {
    subject = await effectsUnderTest();
  });
  afterAll(async () => {
    await subject[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await subject.begin();
  });

  const { signal } = new AbortController();
  const inputId = uuidv7();
  const perform = (keyLifetimeMs?: number, effect = authorizeEffect) =>
    subject.effects(keyLifetimeMs).perform(inputId, effect, signal);
  const authorized = {
    type: 'RecordAuthorization',
    effect: authorizeEffect,
    outcome: { kind: 'authorized', providerReference: 'ch_1' },
    at: recordedAt,
  };
  const settledRow = { effect: 'authorize', attempts: 1, reference: 'ch_1', settled: true };
  const unsettledRow = { effect: 'authorize', attempts: 1, reference: null, settled: false };

  describe('an authorisation', () => {
    it('is settled in the ledger, and never called again', async () => {
      expect(await perform()).toEqual(authorized);
      expect(await subject.rows()).toEqual([settledRow]);
      expect(await perform()).toEqual(authorized);
      expect(subject.routes()).toEqual(['POST /charges']);
      expect(await subject.rows()).toEqual([settledRow]);
    });

    it('carries the key of its ledger row and the credentials', async () => {
      await perform();
      const { rows: keys } = await subject.database.sql.query<{ key: string }>({
        text: 'SELECT key FROM effects',
      });
      expect(subject.server.received).toEqual([
        { route: 'POST /charges', key: keys[0]?.key, authorization: 'Bearer secret-key' },
      ]);
    });

    it('is not called where the ledger cannot be written', async () => {
      await subject.database.admitApp(false);
      await expect(perform()).rejects.toMatchObject({ retryable: true });
      expect(subject.server.received).toEqual([]);
      await subject.database.admitApp(true);
    });

    it('that is declined is an answer, settled with its code', async () => {
      subject.server.script('decline');
      const declined = { kind: 'declined', declineCode: 'card_declined', providerReference: 'ch_1' };
      for (let times = 0; times < 2; times += 1) {
        expect(await perform()).toMatchObject({ outcome: declined });
      }
      expect(await subject.rows()).toEqual([settledRow]);
      expect(subject.server.effects).toEqual(['charge ch_1']);
    });

    it('that the provider will never take (400) is an answer too', async () => {
      subject.server.script(400);
      for (let times = 0; times < 2; times += 1) {
        expect(await perform()).toMatchObject({
          outcome: { kind: 'failed', reason: 'refused_by_provider' },
        });
      }
      expect(await subject.rows()).toEqual([{ ...settledRow, reference: null }]);
      expect(subject.server.received).toHaveLength(1);
      expect(subject.server.effects).toEqual([]);
    });

    it.each<[string, Behaviour]>([
      ['fails with 500', 500],
      ['is busy with the same key', 'busy'],
      ['limits requests', 429],
      ['rejects our credentials', 401],
      ['loses its answer after the effect', 'lose-answer'],
      ['does not answer in time, after the effect', 'hang'],
    ])('is tried again with the same key where the provider %s: one charge', async (_, behaviour) => {
      subject.server.script(behaviour);
      await expect(perform()).rejects.toMatchObject(unavailable);
      expect(await subject.rows()).toEqual([unsettledRow]);
      expect(await subject.ledger.countUnresolved()).toBe(1);

      expect(await perform()).toEqual(authorized);
      expect(subject.routes()).toEqual(['POST /charges', 'POST /charges']);
      expect(new Set(subject.server.received.map(({ key }) => key)).size).toBe(1);
      expect(subject.server.effects).toEqual(['charge ch_1']);
      expect(await subject.rows()).toEqual([{ ...settledRow, attempts: 2 }]);
    });

    it('is tried again where the provider is not there at all', async () => {
      await subject.server[Symbol.asyncDispose]();
      await expect(perform()).rejects.toMatchObject(unavailable);
      expect(await subject.rows()).toEqual([unsettledRow]);
    });

    it('ends with its handler’s time, to be tried again', async () => {
      await subject.begin(60_000);
      subject.server.script('hang');
      const time = new AbortController();
      const performing = subject.effects().perform(inputId, authorizeEffect, time.signal);
      await Promise.all([
        expect(performing).rejects.toMatchObject(unavailable),
        eventually(() => expect(subject.server.effects).toHaveLength(1)).then(() => time.abort()),
      ]);
      expect(await subject.rows()).toEqual([unsettledRow]);
    });

    it.each<[string, Behaviour]>([
      ['a redirect, which is not followed', 'redirect'],
      ['a page', 'answer-html'],
      ['a document that is no charge', 'answer-nonsense'],
      ['a status that means nothing here', 404],
    ])('is tried again where the answer is %s, as of something that stands between', async (_, behaviour) => {
      subject.server.script(behaviour);
      const performing = perform();
      await expect(performing).rejects.toMatchObject(unavailable);
      expect(subject.routes()).toEqual(['POST /charges']);
      expect(await subject.rows()).toEqual([unsettledRow]);
    });

    it('is for a person to look at where the provider knows the key from another request', async () => {
      subject.server.script(422);
      await expect(perform()).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL' });
      expect(await subject.rows()).toEqual([unsettledRow]);
    });

    it('shows no secret in its errors', async () => {
      subject.server.script('lose-answer');
      const error: unknown = await perform().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret-key');
    });

    it('of another input is another effect, with another key', async () => {
      await perform();
      await subject.effects().perform(uuidv7(), { ...authorizeEffect, reference: 'another' }, signal);
      expect(subject.server.effects).toEqual(['charge ch_1', 'charge ch_2']);
    });

    it('with another request under the same input is refused, and not called', async () => {
      await perform();
      const changed = { ...authorizeEffect, amount: 1 };
      await expect(perform(undefined, changed)).rejects.toMatchObject({
        code: 'EFFECT_REQUEST_MISMATCH',
      });
      expect(subject.server.received).toHaveLength(1);
    });
  });

  describe('after a crash between the call and its settlement', () => {
    /** What the process had done when it died. */
    const crashed = async (called: boolean) => {
      const id = { handler: 'settle-payment', inputId, effect: 'authorize' };
      const { key } = await subject.ledger.begin({
        ...id,
        request: JSON.stringify(authorizationRequest(authorizeEffect)),
      });
      if (called) await subject.provider.authorize(authorizeEffect, { idempotencyKey: key, signal });
      return subject.server.received.length;
    };

    it('calls with the same key within its lifetime, and the provider answers as before', async () => {
      const before = await crashed(true);
      expect(await perform()).toEqual(authorized);
      expect(subject.server.received.slice(before).map(({ route }) => route)).toEqual(['POST /charges']);
      expect(subject.server.effects).toEqual(['charge ch_1']);
    });

    it('asks by reference once the key may be forgotten, and does not charge again', async () => {
      const before = await crashed(true);
      subject.server.forgetKeys();
      expect(await perform(1)).toEqual(authorized);
      expect(subject.server.received.slice(before).map(({ route }) => route)).toEqual(['GET /charges']);
      expect(subject.server.effects).toEqual(['charge ch_1']);
      expect(await subject.rows()).toEqual([{ ...settledRow, attempts: 2 }]);
    });

    it('counts a key that could be forgotten while the request is under way as forgotten', async () => {
      const before = await crashed(true);
      expect(await perform(300)).toEqual(authorized);
      expect(subject.server.received.slice(before).map(({ route }) => route)).toEqual(['GET /charges']);
    });

    it('charges where the provider knows nothing under the reference', async () => {
      await crashed(false);
      expect(await perform(1)).toEqual(authorized);
      expect(subject.routes()).toEqual(['GET /charges', 'POST /charges']);
      expect(subject.server.effects).toEqual(['charge ch_1']);
    });

    it('asks nothing before the first call, however short the lifetime', async () => {
      await perform(1);
      expect(subject.routes()).toEqual(['POST /charges']);
    });
  });
});
