import { requireKafkajs } from '../src/kafkajs/internals.ts';
import { interceptTransactions } from '../src/testing/index.ts';
import type { TransactionRequest } from '../src/testing/index.ts';

const { createErrorFromCode } = requireKafkajs('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): Error;
};

/** Where a request fails: before the broker has it, or after it did its work and before we have its answer. */
export interface PlantedFault {
  readonly at: 'request' | 'answer';
  readonly error: Error;
  readonly times: number;
}

export const connectionReset = (): Error =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

/** What kafkajs makes of a broker's refusal. */
export const brokerRefusal = (code: number): Error => createErrorFromCode(code);

/** Fails the first requests of one kind in the transactions of a group, or of one transactional id, until it is disposed of. */
export const failTransactions = (
  transactionalIds: string,
  request: TransactionRequest,
  { at, error, times }: PlantedFault,
): Disposable & { readonly left: number } => {
  let left = times;
  const fail = async (): Promise<void> => {
    if (left === 0) return;
    left -= 1;
    throw error;
  };
  const planted = interceptTransactions(
    transactionalIds,
    request,
    at === 'request' ? { beforeRequest: fail } : { beforeAnswer: fail },
  );
  return {
    get left() {
      return left;
    },
    [Symbol.dispose]: () => planted[Symbol.dispose](),
  };
};
