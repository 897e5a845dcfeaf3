import type { IdempotencyKey, IdempotencyKeys, Transaction } from '@orderflow/postgres-messaging';
import type { OrderRefusal } from '../domain/order/order.refusals.ts';
import type { OrderDetails } from '../read-model/order-details.ts';

/** What a request was answered with: as much as is needed to give the same answer again. */
export interface StoredAnswer {
  readonly status: number;
  readonly orderId: string;
  /** The version of the order that the answer showed. */
  readonly version: number;
  /** Present where the order's state forbade what was asked. */
  readonly refusal?: OrderRefusal;
}

/** An answer given now. */
export interface GivenAnswer extends StoredAnswer {
  /** What the answer shows, where it is at hand; from its version it can always be told again. */
  readonly order?: OrderDetails;
}

export type AnsweredOnce =
  | { readonly kind: 'answered'; readonly answer: GivenAnswer; readonly replayed: boolean }
  /** The same key is being answered at this moment. */
  | { readonly kind: 'busy' }
  /** The key was used for another request. */
  | { readonly kind: 'mismatch' };

/**
 * Runs `work` for the first request with its key and answers every later one the same, without running it.
 * The key commits with what `work` writes. A request without a key always runs.
 */
export async function answerOnce(
  keys: IdempotencyKeys,
  transaction: Transaction,
  request: IdempotencyKey | undefined,
  work: () => Promise<GivenAnswer>,
): Promise<AnsweredOnce> {
  if (request === undefined) return { kind: 'answered', answer: await work(), replayed: false };
  const claim = await keys.claim(transaction, request);
  switch (claim.kind) {
    case 'busy':
    case 'mismatch':
      return { kind: claim.kind };
    case 'replay': {
      const { status, resource: orderId, version, body } = claim;
      const refusal = body === undefined ? {} : { refusal: JSON.parse(body) };
      return { kind: 'answered', answer: { status, orderId, version, ...refusal }, replayed: true };
    }
    case 'first': {
      const answer = await work();
      const { status, orderId: resource, version, refusal } = answer;
      const body = refusal === undefined ? {} : { body: JSON.stringify(refusal) };
      await keys.store(transaction, { ...request, status, resource, version, ...body });
      return { kind: 'answered', answer, replayed: false };
    }
  }
}
