import { EventTooLargeError } from '@orderflow/event-sourcing';
import { invalidRequest, notFound, problem, type ProblemException } from '@orderflow/service-kit';
import type { OrderRefusal } from '../domain/order/order.refusals.ts';

/** A refusal as clients see it: 400 where the request could never be accepted, 409 where the order's state forbids it. */
export function refusalProblem(refusal: OrderRefusal): ProblemException {
  switch (refusal.code) {
    case 'ORDER_NOT_FOUND':
      return orderNotFound();
    case 'UNKNOWN_CURRENCY':
      return invalidRequest([{ pointer: '/currency', detail: 'Must be an active ISO 4217 currency.' }]);
    case 'NO_LINES':
      return invalidRequest([{ pointer: '/lines', detail: 'Must hold at least one line.' }]);
    case 'TOO_MANY_LINES':
      return invalidRequest([{ pointer: '/lines', detail: `Must hold at most ${refusal.limit} lines.` }]);
    case 'INVALID_LINE':
      return invalidRequest([
        { pointer: `/lines/${refusal.line}/${refusal.field}`, detail: 'Is not acceptable.' },
      ]);
    case 'AMOUNT_OUT_OF_RANGE': {
      const pointer = refusal.line === undefined ? '/lines' : `/lines/${refusal.line}`;
      return invalidRequest([
        { pointer, detail: 'The total must stay within 9007199254740991 minor units.' },
      ]);
    }
    case 'ORDER_NOT_CANCELLABLE':
      return problem({
        status: 409,
        type: 'order-not-cancellable',
        title: 'The order can no longer be cancelled',
        detail: `Its status is ${refusal.status}.`,
        extensions: { orderStatus: refusal.status },
      });
    case 'ORDER_ALREADY_PLACED':
    case 'ORDER_NOT_CONFIRMABLE':
    case 'ORDER_NOT_REJECTABLE':
    case 'PAYMENT_MISMATCH':
      return problem({
        status: 409,
        type: 'order-state-conflict',
        title: "The order's state does not allow this",
        extensions: { refusal: refusal.code },
      });
  }
}

/** 413 where the event that a request asks for is larger than the store takes; every other failure is returned as it is. */
export function storeProblem(error: unknown): unknown {
  if (!(error instanceof EventTooLargeError)) return error;
  return problem({
    status: 413,
    type: 'order-too-large',
    title: 'The order is too large',
    detail: `Its record would take ${error.bytes} bytes of at most ${error.limit}.`,
  });
}

/** 404: there is no such order, or it is another customer's. */
export function orderNotFound(): ProblemException {
  return notFound('There is no such order.');
}

/** 409: the same key is being answered at this moment. */
export function keyBusy(): ProblemException {
  return problem({
    status: 409,
    type: 'idempotency-key-busy',
    title: 'A request with this Idempotency-Key is being answered',
    detail: 'Send it again to get its answer.',
    headers: { 'Retry-After': '1' },
  });
}

/** 422: the key belongs to another request. */
export function keyMismatch(): ProblemException {
  return problem({
    status: 422,
    type: 'idempotency-key-reused',
    title: 'This Idempotency-Key was used for another request',
    errors: [{ header: 'Idempotency-Key', detail: 'Use a new key for a new request.' }],
  });
}
