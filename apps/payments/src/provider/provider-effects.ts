import type { EffectLedger } from '@orderflow/postgres-messaging';
import type { PaymentCommand } from '../domain/payment/payment.commands.ts';
import type { AuthorizeEffect, PaymentEffect, VoidEffect } from '../domain/payment/payment.effects.ts';
import { authorizationRequest, type PaymentProvider } from './payment-provider.ts';
import {
  authorizationSettlement,
  settledAuthorization,
  settledVoid,
  voidSettlement,
  type SettledAuthorization,
} from './settled-outcome.ts';

type ProviderEffect = Exclude<PaymentEffect, { readonly effect: 'none' }>;

export interface ProviderEffectsOptions {
  readonly ledger: EffectLedger;
  readonly provider: PaymentProvider;
  /** How long the provider remembers an idempotency key, in milliseconds. */
  readonly keyLifetimeMs: number;
  /** How long one request may be on its way, in milliseconds; a key that may expire meanwhile counts as expired. */
  readonly requestTimeoutMs: number;
  readonly now: () => Date;
}

/** The provider's effects, each once: whatever crashes, a settled effect is never called again. */
export interface ProviderEffects {
  /**
   * Makes the effect that the input asks for, or finds out that it was made, and returns what is to be recorded.
   * @throws ProviderUnavailableError, PostgresUnavailableError: try again, nothing is done twice
   */
  perform(inputId: string, effect: ProviderEffect, signal: AbortSignal): Promise<PaymentCommand>;
}

/** The handler's name in the ledger. */
export const settlePaymentEffects = 'settle-payment';

/**
 * Effects behind a ledger: a row before the call, settled after it. An effect begun and not settled is called again with its key while
 * the provider remembers it; after that the provider is asked by our reference first.
 */
export function providerEffects(options: ProviderEffectsOptions): ProviderEffects {
  const { ledger, provider, keyLifetimeMs, requestTimeoutMs, now } = options;

  async function authorize(
    inputId: string,
    effect: AuthorizeEffect,
    signal: AbortSignal,
  ): Promise<PaymentCommand> {
    const id = { handler: settlePaymentEffects, inputId, effect: effect.effect };
    const request = authorizationRequest(effect);
    const begun = await ledger.begin({ ...id, request: JSON.stringify(request) });
    if (begun.state === 'settled') return recordAuthorization(effect, settledAuthorization(begun.outcome));

    const keyMayBeForgotten = begun.ageMs + requestTimeoutMs >= keyLifetimeMs;
    const earlier =
      begun.state === 'unsettled' && keyMayBeForgotten
        ? await provider.findAuthorization(effect.reference, signal)
        : undefined;
    const outcome = earlier ?? (await provider.authorize(request, { idempotencyKey: begun.key, signal }));
    const settled = await ledger.settle(id, authorizationSettlement(outcome, now().toISOString()));
    return recordAuthorization(effect, settledAuthorization(settled.outcome));
  }

  async function giveUp(inputId: string, effect: VoidEffect, signal: AbortSignal): Promise<PaymentCommand> {
    const id = { handler: settlePaymentEffects, inputId, effect: effect.effect };
    const { providerReference } = effect;
    const begun = await ledger.begin({ ...id, request: providerReference });
    if (begun.state === 'settled') return { type: 'RecordVoid', effect, at: settledVoid(begun.outcome) };
    // Repeating a void is harmless, with or without the key.
    await provider.void(providerReference, { idempotencyKey: begun.key, signal });
    const settled = await ledger.settle(id, voidSettlement(providerReference, now().toISOString()));
    return { type: 'RecordVoid', effect, at: settledVoid(settled.outcome) };
  }

  return {
    perform(inputId, effect, signal) {
      switch (effect.effect) {
        case 'authorize':
          return authorize(inputId, effect, signal);
        case 'void':
          return giveUp(inputId, effect, signal);
      }
    },
  };
}

/** The command that records what was settled. */
export function recordAuthorization(effect: AuthorizeEffect, settled: SettledAuthorization): PaymentCommand {
  return { type: 'RecordAuthorization', effect, ...settled };
}
