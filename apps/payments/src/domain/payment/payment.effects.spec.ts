import { describe, expect, it } from '@jest/globals';
import { orderEvents, paymentEvents } from '@orderflow/contracts';
import { fold } from '@orderflow/event-sourcing';
import fc from 'fast-check';
import { paymentDecider } from './payment.decider.ts';
import { decideEffect, type PaymentEffect } from './payment.effects.ts';
import type { OrderEvent, PaymentEvent } from './payment.events.ts';
import { evolvePayment, noPayment, type PaymentState } from './payment.state.ts';

const at = '2026-01-02T03:04:05.678Z';
const orderId = '01920000-0000-7000-8000-000000000001';
const paymentId = '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b';

const orderExamples = [...orderEvents.values()].map(({ example }) => example);
const paymentExamples = [...paymentEvents.values()].map(({ example }) => example);

const example = (type: OrderEvent['type']): OrderEvent => named(orderExamples, type);
const happened = (...types: readonly PaymentEvent['type'][]): PaymentState =>
  fold(
    paymentDecider,
    types.map((type) => named(paymentExamples, type)),
  );

const none: PaymentEffect = { effect: 'none' };

describe('an order placed', () => {
  it('asks to authorise its total, under the payment’s id', () => {
    expect(decideEffect(noPayment, example('OrderPlaced'), paymentId)).toEqual({
      effect: 'authorize',
      orderId,
      customerId: 'cus-1',
      paymentId,
      amount: 25_000,
      currency: 'KRW',
      method: 'pm_card_ok',
      reference: paymentId,
    });
  });

  it.each<PaymentEvent['type'][]>([
    ['PaymentAuthorized'],
    ['PaymentDeclined'],
    ['PaymentFailed'],
    ['PaymentAuthorized', 'PaymentVoided'],
    ['PaymentAuthorized', 'PaymentCaptured'],
  ])('asks for nothing when delivered again after %s %s', (...types) => {
    expect(decideEffect(happened(...types), example('OrderPlaced'), paymentId)).toEqual(none);
  });
});

describe.each([
  ['OrderCancelled', 'order_cancelled'],
  ['OrderExpired', 'order_expired'],
] as const)('%s', (type, reason) => {
  it('asks to give up what is held', () => {
    expect(decideEffect(happened('PaymentAuthorized'), example(type), paymentId)).toEqual({
      effect: 'void',
      orderId,
      paymentId,
      providerReference: 'ch_1',
      reason,
    });
  });

  it.each([
    ['none was made', noPayment],
    ['it was declined', happened('PaymentDeclined')],
    ['it failed', happened('PaymentFailed')],
    ['it is given up already', happened('PaymentAuthorized', 'PaymentVoided')],
    ['the money was taken', happened('PaymentAuthorized', 'PaymentCaptured')],
  ])('asks for nothing where %s', (_, state) => {
    expect(decideEffect(state, example(type), paymentId)).toEqual(none);
  });
});

it.each(
  orderExamples
    .map(({ type }) => type)
    .filter((type) => !['OrderPlaced', 'OrderCancelled', 'OrderExpired'].includes(type)),
)('%s asks for nothing', (type) => {
  expect(decideEffect(noPayment, example(type), paymentId)).toEqual(none);
  expect(decideEffect(happened('PaymentAuthorized'), example(type), paymentId)).toEqual(none);
});

describe('whatever an order goes through', () => {
  const journeys = fc.array(fc.constantFrom(...orderExamples), { maxLength: 12 });
  const outcomes = fc.constantFrom('authorized', 'declined', 'failed');

  it('the provider is asked for one authorisation at most, and gives up only what it holds', () => {
    fc.assert(
      fc.property(journeys, outcomes, (journey, outcome) => {
        const asked: string[] = [];
        let state = noPayment;
        for (const event of [example('OrderPlaced'), ...journey]) {
          const effect = decideEffect(state, event, paymentId);
          if (effect.effect === 'none') continue;
          asked.push(effect.effect);
          state = fold(paymentDecider, answer(state, effect, outcome), state);
        }
        const cancelled = journey.some(({ type }) => type === 'OrderCancelled' || type === 'OrderExpired');
        expect(asked).toEqual(outcome === 'authorized' && cancelled ? ['authorize', 'void'] : ['authorize']);
        expect(state.status).toBe(outcome === 'authorized' && cancelled ? 'voided' : outcome);
      }),
    );
  });

  it('evolve gives a state for every event of a payment, and never leaves a final one', () => {
    const final: readonly PaymentState['status'][] = ['declined', 'failed', 'voided', 'refunded'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...paymentExamples), { maxLength: 20 }), (events) => {
        let state = noPayment;
        for (const event of events) {
          const next = evolvePayment(state, event);
          expect(final.includes(state.status) ? next : state).toBe(state);
          state = next;
        }
      }),
    );
  });
});

/** What follows from the provider's answer to an effect. */
function answer(
  state: PaymentState,
  effect: Exclude<PaymentEffect, { effect: 'none' }>,
  kind: 'authorized' | 'declined' | 'failed',
): readonly PaymentEvent[] {
  const outcomes = {
    authorized: { kind: 'authorized', providerReference: 'ch_1' },
    declined: { kind: 'declined', declineCode: 'insufficient_funds' },
    failed: { kind: 'failed', reason: 'invalid_payment_method' },
  } as const;
  const decision = paymentDecider.decide(
    effect.effect === 'void'
      ? { type: 'RecordVoid', effect, at }
      : { type: 'RecordAuthorization', effect, outcome: outcomes[kind], at },
    state,
  );
  if (decision.outcome === 'refused') throw new Error(decision.refusal.code);
  return decision.events;
}

function named<E extends { readonly type: string }>(events: readonly E[], type: E['type']): E {
  const found = events.find((event) => event.type === type);
  if (found === undefined) throw new RangeError(`no example of ${type}`);
  return found;
}
