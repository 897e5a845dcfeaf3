import type { EffectId } from './effect-ledger.ts';

/** Nothing was called or written: this effect was begun with another request, so the caller is not deterministic. */
export class EffectRequestMismatchError extends Error {
  readonly code = 'EFFECT_REQUEST_MISMATCH';
  readonly effect: EffectId;

  constructor(effect: EffectId) {
    super(
      `Effect ${effect.effect} of ${effect.handler} for ${effect.inputId} was begun with another request`,
    );
    this.name = 'EffectRequestMismatchError';
    this.effect = effect;
  }
}

/** Nothing was written: an effect must be begun before it is settled. */
export class EffectNotBegunError extends Error {
  readonly code = 'EFFECT_NOT_BEGUN';
  readonly effect: EffectId;

  constructor(effect: EffectId) {
    super(`Effect ${effect.effect} of ${effect.handler} for ${effect.inputId} was never begun`);
    this.name = 'EffectNotBegunError';
    this.effect = effect;
  }
}
