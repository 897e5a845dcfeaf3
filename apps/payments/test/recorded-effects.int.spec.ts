import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { VoidEffect } from '../src/domain/payment/payment.effects.ts';
import { recordedEffects, type RecordedEffects } from '../src/provider/recorded-effects.ts';
import {
  authorizeEffect,
  effectsUnderTest,
  unavailable,
  type EffectsUnderTest,
} from './effects-under-test.ts';

describe('effects of a replay', () => {
  let subject: EffectsUnderTest;
  let recorded: RecordedEffects;
  const { signal } = new AbortController();
  const inputId = uuidv7();
  const name = `authorize of settle-payment for ${inputId}`;
  const voidEffect: VoidEffect = {
    effect: 'void',
    orderId: authorizeEffect.orderId,
    paymentId: authorizeEffect.paymentId,
    providerReference: 'ch_1',
    reason: 'order_cancelled',
  };

  beforeAll(async () => {
    subject = await effectsUnderTest();
  });
  afterAll(async () => {
    await subject[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await subject.begin();
    recorded = recordedEffects(subject.ledger);
  });

  /** What the replay does must leave the ledger and the provider as they are. */
  const untouched = async (replayed: () => Promise<void>) => {
    const before = [await subject.rows(), subject.routes().length];
    await replayed();
    expect([await subject.rows(), subject.routes().length]).toEqual(before);
  };

  it('are what they were, to the letter, and call nobody', async () => {
    subject.server.script('decline');
    const live = await subject.effects().perform(inputId, authorizeEffect, signal);
    await untouched(async () => {
      expect(await recorded.perform(inputId, authorizeEffect, signal)).toEqual(live);
    });
    expect(recorded.counts()).toEqual({ settled: 1, unsettled: 0, missing: 0, unanswered: [] });
  });

  it('give a void as it was recorded', async () => {
    await subject.effects().perform(inputId, authorizeEffect, signal);
    const live = await subject.effects().perform(inputId, voidEffect, signal);
    await untouched(async () => {
      expect(await recorded.perform(inputId, voidEffect, signal)).toEqual(live);
    });
  });

  it('that the ledger does not know are an error that names them', async () => {
    await untouched(async () => {
      await expect(recorded.perform(inputId, authorizeEffect, signal)).rejects.toMatchObject({
        code: 'EFFECT_NOT_RECORDED',
        state: 'missing',
        message: expect.stringContaining(name),
      });
    });
    expect(recorded.counts()).toEqual({ settled: 0, unsettled: 0, missing: 1, unanswered: [name] });
  });

  it('whose outcome is not known are one too, and not begun again', async () => {
    subject.server.script(500);
    await expect(subject.effects().perform(inputId, authorizeEffect, signal)).rejects.toMatchObject(
      unavailable,
    );
    await untouched(async () => {
      await expect(recorded.perform(inputId, authorizeEffect, signal)).rejects.toMatchObject({
        state: 'unsettled',
      });
    });
    expect(recorded.counts()).toMatchObject({ unsettled: 1, unanswered: [name] });
  });

  it('that would now be requested otherwise are refused', async () => {
    await subject.effects().perform(inputId, authorizeEffect, signal);
    await untouched(async () => {
      await expect(
        recorded.perform(inputId, { ...authorizeEffect, amount: 1 }, signal),
      ).rejects.toMatchObject({ code: 'EFFECT_REQUEST_MISMATCH' });
    });
  });
});
