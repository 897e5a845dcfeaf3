import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { autocommitSql } from './autocommit-sql.ts';
import { EffectNotBegunError, EffectRequestMismatchError } from './effect-ledger.errors.ts';
import {
  beginEffect,
  countUnresolvedEffects,
  type EffectRow,
  findEffect,
  settleEffect,
  unresolvedEffects,
} from './effect-ledger.statements.ts';
import { type JsonValue, outcomeToText } from './json-text.ts';

/** One effect on the outside world: this effect of this handler for this input. */
export interface EffectId {
  readonly handler: string;
  readonly inputId: string;
  readonly effect: string;
}

/** An effect about to be called. */
export interface EffectRequest extends EffectId {
  /** The request as it will be sent, always the same text for one effect; stored as its SHA-256. */
  readonly request: string;
}

/** How an effect ended. */
export interface Settlement {
  /** The provider's name for what it did; absent where it did nothing. */
  readonly providerReference?: string;
  /** At most 64 KiB of JSON. */
  readonly outcome: JsonValue;
}

interface EffectProgress {
  /** The idempotency key for the provider: the same in each attempt, 43 characters of base64url. */
  readonly key: string;
  /** When the effect was first begun; with it starts the provider's lifetime of the key. */
  readonly startedAt: Date;
  /** Milliseconds since then by the database's clock, which all instances share. */
  readonly ageMs: number;
  /** How often it was begun, this time included, while unsettled. */
  readonly attempts: number;
}

/**
 * `begun`: never called before, call now. `unsettled`: begun before, its call may have happened: call again with the
 * same key within the key's lifetime, else ask the provider. `settled`: don't call, here is the outcome.
 */
export type BegunEffect =
  | ({ readonly state: 'begun' | 'unsettled' } & EffectProgress)
  | ({ readonly state: 'settled' } & EffectProgress & Settlement);

/** What the ledger knows of an effect that nobody is about to call. */
export type KnownEffect =
  | { readonly state: 'missing' | 'unsettled' }
  | ({ readonly state: 'settled' } & Settlement);

/** An effect whose call may have happened. */
export interface UnresolvedEffect extends EffectId {
  readonly key: string;
  readonly startedAt: Date;
  readonly attempts: number;
}

/** A settled effect is never to be called again, whatever is redelivered or crashes: what `begin` answers decides. */
export interface EffectLedger {
  /**
   * The row is committed when it resolves, before the call. Of concurrent callers exactly one gets `begun`.
   * @throws EffectRequestMismatchError where the effect was begun with another request
   */
  begin(request: EffectRequest): Promise<BegunEffect>;
  /**
   * The first settlement stays; a later one changes nothing and gets the first.
   * @throws EffectNotBegunError, OutcomeTooLargeError
   */
  settle(id: EffectId, settlement: Settlement): Promise<Settlement & { readonly first: boolean }>;
  /**
   * Reads what came of an effect and writes nothing, for a replay.
   * @throws EffectRequestMismatchError where the effect was begun with another request
   */
  find(request: EffectRequest): Promise<KnownEffect>;
  /** Effects begun and not settled, the oldest first, at most `limit` (100 by default). */
  unresolved(limit?: number): Promise<readonly UnresolvedEffect[]>;
  /** How many effects are begun and not settled. */
  countUnresolved(): Promise<number>;
}

/** The ledger on table `effects`; each call commits by itself, since a call to the world can't be rolled back. */
export function effectLedger(dataSource: DataSource): EffectLedger {
  const sql = autocommitSql(dataSource);

  async function rowOf(id: EffectId): Promise<EffectRow | undefined> {
    const { rows } = await sql.query<EffectRow>({ ...findEffect, values: idValues(id) });
    return rows[0];
  }

  return {
    async begin(request) {
      const hash = requestHash(request);
      const begun = await sql.query<EffectRow>({
        ...beginEffect,
        values: [...idValues(request), hash, idempotencyKey(request)],
      });
      const row = begun.rows[0] ?? (await rowOf(request));
      if (row === undefined) throw new EffectNotBegunError(request);
      if (row.request_hash !== hash) throw new EffectRequestMismatchError(request);
      return begunEffect(row);
    },

    async settle(id, settlement) {
      const { rows } = await sql.query<EffectRow>({
        ...settleEffect,
        values: [...idValues(id), settlement.providerReference ?? null, outcomeToText(settlement.outcome)],
      });
      const row = rows[0] ?? (await rowOf(id));
      const stored = row && settlementOf(row);
      if (stored === undefined) throw new EffectNotBegunError(id);
      return { first: rows.length > 0, ...stored };
    },

    async find(request) {
      const row = await rowOf(request);
      if (row === undefined) return { state: 'missing' };
      if (row.request_hash !== requestHash(request)) throw new EffectRequestMismatchError(request);
      const settlement = settlementOf(row);
      return settlement === undefined ? { state: 'unsettled' } : { state: 'settled', ...settlement };
    },

    async unresolved(limit = 100) {
      const { rows } = await sql.query<EffectRow>({ ...unresolvedEffects, values: [limit] });
      return rows.map((row) => ({
        handler: row.handler,
        inputId: row.input_id,
        effect: row.effect,
        key: row.key,
        startedAt: row.started_at,
        attempts: row.attempts,
      }));
    },

    async countUnresolved() {
      const { rows } = await sql.query<{ count: number }>(countUnresolvedEffects);
      return rows[0]?.count ?? 0;
    },
  };
}

function requestHash({ request }: EffectRequest): string {
  return createHash('sha256').update(request).digest('hex');
}

function idValues(id: EffectId): readonly string[] {
  return [id.handler, id.inputId, id.effect];
}

// Derived, so that a lost ledger would lead to the same key; stored, so that another derivation would not change it.
function idempotencyKey(id: EffectId): string {
  return createHash('sha256')
    .update(JSON.stringify(idValues(id)))
    .digest('base64url');
}

function begunEffect(row: EffectRow): BegunEffect {
  const progress = { key: row.key, startedAt: row.started_at, ageMs: row.age_ms, attempts: row.attempts };
  const settlement = settlementOf(row);
  if (settlement) return { state: 'settled', ...progress, ...settlement };
  return { state: row.attempts === 1 ? 'begun' : 'unsettled', ...progress };
}

function settlementOf(row: EffectRow): Settlement | undefined {
  if (row.outcome === null) return undefined;
  const outcome: JsonValue = JSON.parse(row.outcome);
  return row.provider_reference === null
    ? { outcome }
    : { providerReference: row.provider_reference, outcome };
}
