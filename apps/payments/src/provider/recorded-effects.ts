import type { EffectId, EffectLedger, KnownEffect } from '@orderflow/postgres-messaging';
import { EffectNotRecordedError, type EffectCounts } from '@orderflow/replay';
import { authorizationRequest } from './payment-provider.ts';
import { recordAuthorization, settlePaymentEffects, type ProviderEffects } from './provider-effects.ts';
import { settledAuthorization, settledVoid } from './settled-outcome.ts';

/** Effects of a replay, and what became of those that were asked for. */
export interface RecordedEffects extends ProviderEffects {
  counts(): EffectCounts;
}

/** How many effects without an outcome are named. */
const namedAtMost = 100;

/**
 * Effects as the ledger knows them: it has no provider, writes nothing, and an effect without an outcome is an error that names it.
 * @throws EffectNotRecordedError, EffectRequestMismatchError, PostgresUnavailableError
 */
export function recordedEffects(ledger: Pick<EffectLedger, 'find'>): RecordedEffects {
  const asked = { settled: 0, unsettled: 0, missing: 0 };
  const unanswered: string[] = [];

  async function outcomeOf(id: EffectId, request: string) {
    const known: KnownEffect = await ledger.find({ ...id, request });
    asked[known.state] += 1;
    if (known.state === 'settled') return known.outcome;
    const name = `${id.effect} of ${id.handler} for ${id.inputId}`;
    if (unanswered.length < namedAtMost) unanswered.push(name);
    throw new EffectNotRecordedError(name, known.state);
  }

  return {
    counts: () => ({ ...asked, unanswered: [...unanswered] }),
    async perform(inputId, effect) {
      const id = { handler: settlePaymentEffects, inputId, effect: effect.effect };
      switch (effect.effect) {
        case 'authorize': {
          const outcome = await outcomeOf(id, JSON.stringify(authorizationRequest(effect)));
          return recordAuthorization(effect, settledAuthorization(outcome));
        }
        case 'void':
          return {
            type: 'RecordVoid',
            effect,
            at: settledVoid(await outcomeOf(id, effect.providerReference)),
          };
      }
    },
  };
}
