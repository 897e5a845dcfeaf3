import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { VoidEffect } from '../src/domain/payment/payment.effects.ts';
import {
  authorizeEffect,
  effectsUnderTest,
  recordedAt,
  unavailable,
  type EffectsUnderTest,
} from './effects-under-test.ts';
import type { Behaviour } from './provider-server.ts';

describe('voiding at the provider', () => {
  let subject: EffectsUnderTest;

  beforeAll(async () => {
    subject = await effectsUnderTest();
  });
  afterAll(async () => {
    await subject[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await subject.begin();
    await subject.effects().perform(uuidv7(), authorizeEffect, signal);
  });

  const { signal } = new AbortController();
  const giveUp = (providerReference = 'ch_1'): VoidEffect => ({
    effect: 'void',
    orderId: authorizeEffect.orderId,
    paymentId: authorizeEffect.paymentId,
    providerReference,
    reason: 'order_cancelled',
  });
  const settledRow = { effect: 'authorize', attempts: 1, reference: 'ch_1', settled: true };
  const voidInput = uuidv7();
  const voided = { type: 'RecordVoid', effect: giveUp(), at: recordedAt };
  const voidedOnce = ['charge ch_1', 'void ch_1'];

  it('gives up the charge, is settled, and never called again', async () => {
    for (let times = 0; times < 3; times += 1) {
      expect(await subject.effects().perform(voidInput, giveUp(), signal)).toEqual(voided);
    }
    expect(subject.server.effects).toEqual(voidedOnce);
    expect(subject.routes()).toEqual(['POST /charges', 'POST /charges/ch_1/void']);
    expect(await subject.rows()).toEqual([settledRow, { ...settledRow, effect: 'void' }]);
  });

  it.each<[string, Behaviour]>([
    ['loses its answer after the effect', 'lose-answer'],
    ['does not answer in time, after the effect', 'hang'],
    ['fails with 503', 503],
    ['is still busy with the same key', 'busy'],
  ])('is tried again where the provider %s', async (_, behaviour) => {
    subject.server.script(behaviour);
    await expect(subject.effects().perform(voidInput, giveUp(), signal)).rejects.toMatchObject(unavailable);
    expect(await subject.effects().perform(voidInput, giveUp(), signal)).toEqual(voided);
    expect(subject.server.effects).toEqual(voidedOnce);
  });

  it('has happened where the provider refuses it and the charge turns out voided', async () => {
    subject.server.script('lose-answer', 'busy');
    await expect(subject.effects().perform(voidInput, giveUp(), signal)).rejects.toMatchObject(unavailable);
    expect(await subject.effects().perform(voidInput, giveUp(), signal)).toEqual(voided);
    expect(subject.server.effects).toEqual(voidedOnce);
  });

  it('of a charge that was declined is for a person to look at', async () => {
    subject.server.script('decline', 'busy');
    await subject.effects().perform(uuidv7(), { ...authorizeEffect, reference: 'another' }, signal);
    const voiding = subject.effects().perform(voidInput, giveUp('ch_2'), signal);
    await expect(voiding).rejects.toMatchObject({ code: 'PROVIDER_PROTOCOL' });
  });
});
