import { internals } from '../src/kafkajs/index.ts';
import { requireKafkajs } from '../src/kafkajs/internals.ts';
import type { RequestDefinition, TransactionalInput } from '../src/kafkajs/internals.ts';

const { createErrorFromCode } = requireKafkajs('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): Error;
};

/** The requests that make up a transaction, in their order. */
export type TransactionRequest =
  | 'AddPartitionsToTxn'
  | 'Produce'
  | 'AddOffsetsToTxn'
  | 'TxnOffsetCommit'
  | 'EndTxn';

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
  fault: PlantedFault,
): Planted => {
  const { requests } = internals;
  return request === 'Produce'
    ? plant(requests.Produce, transactionalIds, fault)
    : plant(requests[request], transactionalIds, fault);
};

type Planted = Disposable & { readonly left: number };

const plant = <Input extends Partial<TransactionalInput>>(
  definition: RequestDefinition<Input, unknown>,
  transactionalIds: string,
  { at, error, times }: PlantedFault,
): Planted => {
  const { protocol } = definition;
  const fail = () => Promise.reject(error);
  let left = times;
  definition.protocol = (options) => (input) => {
    const call = protocol(options)(input);
    if (left === 0 || !input.transactionalId?.startsWith(transactionalIds)) return call;
    left -= 1;
    return at === 'request'
      ? { ...call, request: { ...call.request, encode: fail } }
      : { ...call, response: { ...call.response, decode: fail } };
  };
  return {
    get left() {
      return left;
    },
    [Symbol.dispose]: () => void (definition.protocol = protocol),
  };
};
