import type { SqlClient } from './sql-client.ts';
import type { Transaction } from './transaction.ts';

/** A caller's name for one request; two callers may use one key. */
export interface IdempotencyKey {
  readonly caller: string;
  readonly key: string;
  /** A hash of the request's body. */
  readonly bodyHash: string;
}

/** The answer that a key stands for. */
export interface IdempotentAnswer {
  readonly status: number;
  /** The path or id of what the request made or changed. */
  readonly resource: string;
  readonly version: number;
  readonly body?: string;
}

/**
 * `first`: do it and `store` the answer in this transaction. `replay`: done, here is the answer. `mismatch`: the key
 * was used for another body. `busy`: another request with this key is running.
 */
export type IdempotencyClaim =
  | { readonly kind: 'first' }
  | ({ readonly kind: 'replay' } & IdempotentAnswer)
  | { readonly kind: 'mismatch' }
  | { readonly kind: 'busy' };

/** Requests with one key are answered once and then alike. */
export interface IdempotencyKeys {
  /**
   * Of the requests with one key (per caller) at most one gets `first` at a time, and none after it has committed,
   * for 7 days. Never waits: the key's lock is held to the end of the transaction and only tried by the others.
   */
  claim(tx: Transaction, request: IdempotencyKey): Promise<IdempotencyClaim>;
  /** The answer becomes visible with the transaction's effects or not at all. Only after a claim gave `first`. */
  store(tx: Transaction, answered: IdempotencyKey & IdempotentAnswer): Promise<void>;
  /** Deletes at most 10,000 answers older than the given time and returns how many; repeat while it returns any. */
  purge(sql: SqlClient, olderThan: Date): Promise<number>;
}

/** The idempotency keys on table `idempotency_keys`. */
export const idempotencyKeys: IdempotencyKeys = {
  async claim(tx, request) {
    const { rows } = await tx.sql.query<ClaimRow>({
      name: 'idempotency_claim',
      text: `SELECT locked, (answer).body_hash, (answer).status, (answer).resource, (answer).version, (answer).body
             FROM public.claim_idempotency_key($1, $2)`,
      values: [request.caller, request.key],
    });
    const row = rows[0];
    if (!row?.locked) return { kind: 'busy' };
    if (row.status === null) return { kind: 'first' };
    if (row.body_hash !== request.bodyHash) return { kind: 'mismatch' };
    const { status, resource, version, body } = row;
    return { kind: 'replay', status, resource, version, ...(body !== null && { body }) };
  },

  async store(tx, { caller, key, bodyHash, status, resource, version, body }) {
    await tx.sql.query({
      name: 'idempotency_store',
      text: `INSERT INTO public.idempotency_keys (caller, key, body_hash, status, resource, version, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      values: [caller, key, bodyHash, status, resource, version, body ?? null],
    });
  },

  async purge(sql, olderThan) {
    const { rowCount } = await sql.query({
      name: 'idempotency_purge',
      text: `DELETE FROM public.idempotency_keys WHERE (caller, key) IN (
               SELECT caller, key FROM public.idempotency_keys WHERE created_at < $1 ORDER BY created_at LIMIT 10000)`,
      values: [olderThan],
    });
    return rowCount ?? 0;
  },
};

type ClaimRow =
  | { readonly locked: false }
  | { readonly locked: true; readonly status: null }
  | {
      readonly locked: true;
      readonly body_hash: string;
      readonly status: number;
      readonly resource: string;
      readonly version: number;
      readonly body: string | null;
    };
