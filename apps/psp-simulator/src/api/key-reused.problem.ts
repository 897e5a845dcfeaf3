import { problem, type ProblemException } from '@orderflow/service-kit';

/** 422: the key was used for another request within its lifetime. */
export function keyReused(): ProblemException {
  return problem({
    status: 422,
    type: 'idempotency-key-reused',
    title: 'The idempotency key belongs to another request',
    errors: [{ header: 'Idempotency-Key', detail: 'Was used with other parameters.' }],
  });
}
