import { setTimeout as delay } from 'node:timers/promises';
import { type Charge, type ChargeRequest, methods } from './domain/charge.ts';
import type { ChargeBook, VoidDecision } from './domain/charge-book.ts';
import type { JournalEntry } from './domain/journal-entry.ts';
import type { Journal } from './journal/journal.ts';

/** How a charge is answered. `lost` stands in the book like `made`, but its answer never reaches the merchant. */
export type ChargeOutcome =
  | { readonly outcome: 'made' | 'replayed' | 'lost'; readonly charge: Charge }
  | { readonly outcome: 'key-reused' | 'failed-once' };

/** How a void is answered. */
export type VoidOutcome =
  | { readonly outcome: 'voided' | 'replayed'; readonly charge: Charge }
  | Exclude<VoidDecision, { readonly outcome: 'void' | 'replay' }>;

export interface ProviderOptions {
  readonly book: ChargeBook;
  readonly journal: Journal;
  readonly now: () => Date;
  readonly newId: () => string;
  /** How long `pm_card_slow` takes, in milliseconds. */
  readonly slowMs: number;
}

/**
 * Carries out requests: no answer leaves before its effect is on disk. Deciding and applying happen without a pause in
 * between, so that requests racing under one key have one effect.
 */
export class Provider {
  readonly #options: ProviderOptions;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  async charge(request: ChargeRequest, idempotencyKey: string): Promise<ChargeOutcome> {
    const { book, journal, now, newId, slowMs } = this.#options;
    const decision = book.decideCharge(request, newId(), { idempotencyKey, now: now().getTime() });
    switch (decision.outcome) {
      case 'key-reused':
        return { outcome: 'key-reused' };
      case 'replay':
        // The first request may still be writing what this one would answer with.
        await journal.flushed();
        return { outcome: 'replayed', charge: decision.charge };
      case 'fail-once':
        await this.#record(decision.entry);
        return { outcome: 'failed-once' };
      case 'make': {
        await this.#record(decision.entry);
        if (request.method === methods.slow) await delay(slowMs);
        return {
          outcome: request.method === methods.timeoutAfterEffect ? 'lost' : 'made',
          charge: decision.charge,
        };
      }
      default:
        return decision satisfies never;
    }
  }

  async void(chargeId: string, idempotencyKey: string): Promise<VoidOutcome> {
    const { book, journal, now } = this.#options;
    const decision = book.decideVoid(chargeId, { idempotencyKey, now: now().getTime() });
    if (decision.outcome === 'replay') {
      await journal.flushed();
      return { outcome: 'replayed', charge: decision.charge };
    }
    if (decision.outcome !== 'void') return decision;
    await this.#record(decision.entry);
    return { outcome: 'voided', charge: decision.charge };
  }

  find(chargeId: string): Charge | undefined {
    return this.#options.book.get(chargeId);
  }

  all(): readonly Charge[] {
    return this.#options.book.all();
  }

  async #record(entry: JournalEntry): Promise<void> {
    this.#options.book.apply(entry);
    await this.#options.journal.append(entry);
  }
}
