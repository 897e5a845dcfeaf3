import { type Charge, type ChargeRequest, declineCodeOf, methods } from './charge.ts';
import type { AttemptFailed, ChargeMade, ChargeVoided, JournalEntry } from './journal-entry.ts';

/** What is to happen with a request to charge; the entry, where there is one, isn't applied yet and gives `charge`. */
export type ChargeDecision =
  | { readonly outcome: 'make'; readonly entry: ChargeMade; readonly charge: Charge }
  | { readonly outcome: 'fail-once'; readonly entry: AttemptFailed }
  | { readonly outcome: 'replay'; readonly charge: Charge }
  | { readonly outcome: 'key-reused' };

/** What is to happen with a request to void. */
export type VoidDecision =
  | { readonly outcome: 'void'; readonly entry: ChargeVoided; readonly charge: Charge }
  | { readonly outcome: 'replay'; readonly charge: Charge }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'not-authorized'; readonly charge: Charge }
  | { readonly outcome: 'unknown' };

export interface RequestContext {
  readonly idempotencyKey: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

interface RememberedKey {
  /** What was asked under the key: its repetition must ask for the same. */
  readonly fingerprint: string;
  /** The charge as it was answered. */
  readonly answer: Charge;
  readonly at: number;
}

/**
 * All charges of the provider and the keys it remembers: one effect a key within the key's lifetime. Pure: time and ids
 * come in, entries go out, and the same entries applied in order give the same book.
 */
export class ChargeBook {
  readonly #charges = new Map<string, Charge>();
  readonly #keys = new Map<string, RememberedKey>();
  readonly #failedKeys = new Set<string>();
  readonly #keyLifetimeMs: number;

  /** @param keyLifetimeMs how long a key is remembered; afterwards the same key has a new effect */
  constructor(keyLifetimeMs: number) {
    this.#keyLifetimeMs = keyLifetimeMs;
  }

  decideCharge(request: ChargeRequest, chargeId: string, context: RequestContext): ChargeDecision {
    const { idempotencyKey, now: at } = context;
    const remembered = this.#remembered(context);
    if (remembered !== undefined) {
      if (remembered.fingerprint !== fingerprintOf(request)) return { outcome: 'key-reused' };
      return { outcome: 'replay', charge: remembered.answer };
    }
    if (request.method === methods.errorOnce && !this.#failedKeys.has(idempotencyKey)) {
      return { outcome: 'fail-once', entry: { type: 'attempt-failed', idempotencyKey, at } };
    }
    const declineCode = declineCodeOf(request.method);
    const entry: ChargeMade = { type: 'charge-made', chargeId, idempotencyKey, at, ...request, declineCode };
    return { outcome: 'make', entry, charge: madeCharge(entry) };
  }

  /** Voiding a voided charge again, under whatever key, changes nothing and gives the same answer. */
  decideVoid(chargeId: string, context: RequestContext): VoidDecision {
    const remembered = this.#remembered(context);
    if (remembered !== undefined) {
      if (remembered.fingerprint !== voidFingerprint(chargeId)) return { outcome: 'key-reused' };
      return { outcome: 'replay', charge: remembered.answer };
    }
    const charge = this.#charges.get(chargeId);
    if (charge === undefined) return { outcome: 'unknown' };
    if (charge.status === 'voided') return { outcome: 'replay', charge };
    if (charge.status !== 'authorized') return { outcome: 'not-authorized', charge };
    const { idempotencyKey, now: at } = context;
    const entry: ChargeVoided = { type: 'charge-voided', chargeId, idempotencyKey, at };
    return { outcome: 'void', entry, charge: voidedCharge(charge, entry) };
  }

  /** Applies a decided entry, or one of the journal; a void of a charge that the book doesn't hold throws. */
  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'attempt-failed':
        this.#failedKeys.add(entry.idempotencyKey);
        return;
      case 'charge-made':
        this.#record(madeCharge(entry), entry, fingerprintOf(entry));
        return;
      case 'charge-voided': {
        const charge = this.#charges.get(entry.chargeId);
        if (charge === undefined) {
          throw new Error(`The journal voids a charge it never made: ${entry.chargeId}`);
        }
        this.#record(voidedCharge(charge, entry), entry, voidFingerprint(charge.id));
        return;
      }
      default:
        entry satisfies never;
    }
  }

  get(chargeId: string): Charge | undefined {
    return this.#charges.get(chargeId);
  }

  /** All charges in the order they were made. */
  all(): readonly Charge[] {
    return [...this.#charges.values()];
  }

  #remembered({ idempotencyKey, now }: RequestContext): RememberedKey | undefined {
    const held = this.#keys.get(idempotencyKey);
    return held === undefined || now - held.at >= this.#keyLifetimeMs ? undefined : held;
  }

  #record(charge: Charge, entry: JournalEntry, fingerprint: string): void {
    this.#charges.set(charge.id, charge);
    this.#keys.set(entry.idempotencyKey, { fingerprint, answer: charge, at: entry.at });
  }
}

function madeCharge(entry: ChargeMade): Charge {
  const status = entry.declineCode === undefined ? 'authorized' : 'declined';
  return {
    id: entry.chargeId,
    status,
    ...(entry.declineCode === undefined ? {} : { declineCode: entry.declineCode }),
    amount: entry.amount,
    currency: entry.currency,
    method: entry.method,
    reference: entry.reference,
    createdAt: entry.at,
    history: [{ type: status, at: entry.at, idempotencyKey: entry.idempotencyKey }],
  };
}

function voidedCharge(charge: Charge, { at, idempotencyKey }: ChargeVoided): Charge {
  return {
    ...charge,
    status: 'voided',
    history: [...charge.history, { type: 'voided', at, idempotencyKey }],
  };
}

function fingerprintOf({ amount, currency, method, reference }: ChargeRequest): string {
  return JSON.stringify(['charge', amount, currency, method, reference]);
}

function voidFingerprint(chargeId: string): string {
  return JSON.stringify(['void', chargeId]);
}
