import { describe, it } from '@jest/globals';
import { given as givenOf } from '@orderflow/event-sourcing/testing';
import type { AuthorizationOutcome, PaymentCommand, RecordVoid } from './payment.commands.ts';
import { paymentDecider } from './payment.decider.ts';
import type { PaymentEvent } from './payment.events.ts';

const orderId = '01920000-0000-7000-8000-000000000001';
const paymentId = '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b';
const at = '2026-01-02T03:04:05.678Z';
const payment = { paymentId, orderId, customerId: 'cus-1', amount: 25_000, currency: 'KRW' } as const;

const authorization = (outcome: AuthorizationOutcome): PaymentCommand => ({
  type: 'RecordAuthorization',
  effect: { effect: 'authorize', ...payment, method: 'pm_card_ok', reference: paymentId },
  outcome,
  at,
});
const held = authorization({ kind: 'authorized', providerReference: 'ch_1' });
const declined = authorization({ kind: 'declined', declineCode: 'insufficient_funds' });
const failed = authorization({ kind: 'failed', reason: 'invalid_payment_method' });
const giveUp: RecordVoid = {
  type: 'RecordVoid',
  effect: { effect: 'void', orderId, paymentId, providerReference: 'ch_1', reason: 'order_cancelled' },
  at,
};

const paymentAuthorized: PaymentEvent = {
  type: 'PaymentAuthorized',
  data: { ...payment, providerReference: 'ch_1', authorizedAt: at },
};
const paymentDeclined: PaymentEvent = {
  type: 'PaymentDeclined',
  data: { ...payment, declineCode: 'insufficient_funds', declinedAt: at },
};
const paymentFailed: PaymentEvent = {
  type: 'PaymentFailed',
  data: { ...payment, reason: 'invalid_payment_method', failedAt: at },
};
const paymentVoided: PaymentEvent = {
  type: 'PaymentVoided',
  data: { ...payment, providerReference: 'ch_1', reason: 'order_cancelled', voidedAt: at },
};
const paymentCaptured: PaymentEvent = {
  type: 'PaymentCaptured',
  data: { ...payment, providerReference: 'ch_1', capturedAt: at },
};

const given = (...history: readonly PaymentEvent[]) => givenOf(paymentDecider, ...history);

describe('no payment yet', () => {
  it('is authorised when the provider holds the amount', () => {
    given().when(held).thenAccepted(paymentAuthorized);
  });

  it('is declined when the payer is refused, with the provider’s word for it', () => {
    given().when(declined).thenAccepted(paymentDeclined);
    given()
      .when(authorization({ kind: 'declined', declineCode: 'insufficient_funds', providerReference: 'ch_2' }))
      .thenAccepted({
        type: 'PaymentDeclined',
        data: {
          ...payment,
          declineCode: 'insufficient_funds',
          providerReference: 'ch_2',
          declinedAt: at,
        },
      });
  });

  it('fails when the provider will never take the request', () => {
    given().when(failed).thenAccepted(paymentFailed);
  });

  it('has nothing to void', () => {
    given().when(giveUp).thenRefused({ code: 'NOTHING_TO_VOID', status: 'none' });
  });
});

describe('an authorised payment', () => {
  it('is authorised already', () => {
    given(paymentAuthorized).when(held).thenAccepted();
  });

  it.each([
    ['a decline', declined],
    ['a failure', failed],
    ['a second charge', authorization({ kind: 'authorized', providerReference: 'ch_2' })],
  ])('contradicts %s', (_, command) => {
    given(paymentAuthorized)
      .when(command)
      .thenRefused({ code: 'PAYMENT_ALREADY_SETTLED', status: 'authorized' });
  });

  it('is voided when the provider gave up what it held', () => {
    given(paymentAuthorized).when(giveUp).thenAccepted(paymentVoided);
  });

  it('is not voided by giving up another charge', () => {
    given(paymentAuthorized)
      .when({ ...giveUp, effect: { ...giveUp.effect, providerReference: 'ch_2' } })
      .thenRefused({ code: 'REFERENCE_MISMATCH' });
  });
});

describe('a settled payment', () => {
  it('that was voided is voided already, and had been authorised', () => {
    given(paymentAuthorized, paymentVoided).when(giveUp).thenAccepted();
    given(paymentAuthorized, paymentVoided).when(held).thenAccepted();
  });

  it('that was captured is not voided', () => {
    given(paymentAuthorized, paymentCaptured)
      .when(giveUp)
      .thenRefused({ code: 'NOTHING_TO_VOID', status: 'captured' });
  });

  it('that was declined or failed is so already, and contradicts everything else', () => {
    given(paymentDeclined).when(declined).thenAccepted();
    given(paymentFailed).when(failed).thenAccepted();
    given(paymentDeclined).when(held).thenRefused({ code: 'PAYMENT_ALREADY_SETTLED', status: 'declined' });
    given(paymentFailed).when(declined).thenRefused({ code: 'PAYMENT_ALREADY_SETTLED', status: 'failed' });
    given(paymentDeclined).when(giveUp).thenRefused({ code: 'NOTHING_TO_VOID', status: 'declined' });
  });
});
