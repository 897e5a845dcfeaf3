import { internals } from '../kafkajs/index.ts';
import type { ProduceInput, RequestDefinition } from '../kafkajs/internals.ts';

/** The requests that make up a transaction, in their order. */
export type TransactionRequest =
  | 'AddPartitionsToTxn'
  | 'Produce'
  | 'AddOffsetsToTxn'
  | 'TxnOffsetCommit'
  | 'EndTxn';

/** What happens around a request; a rejection is how the request fails. */
export interface Interception {
  /** Awaited before anything is sent. */
  readonly beforeRequest?: () => Promise<void>;
  /** Awaited when the broker has done its work and answered, before the client knows of it. */
  readonly beforeAnswer?: () => Promise<void>;
}

/**
 * Comes between this process and its brokers at every request of one kind in the transactions whose ids begin so, until it is disposed
 * of; later interceptions come around earlier ones and are disposed of first. For tests of faults.
 * @param transactionalIds such as `<group>.` for all tasks of a group
 */
export const interceptTransactions = (
  transactionalIds: string,
  request: TransactionRequest,
  interception: Interception,
): Disposable => {
  const { requests } = internals;
  return request === 'Produce'
    ? intercept(requests.Produce, transactionalIds, interception)
    : intercept(requests[request], transactionalIds, interception);
};

const intercept = <Input extends Pick<ProduceInput, 'transactionalId'>>(
  definition: RequestDefinition<Input, unknown>,
  transactionalIds: string,
  { beforeRequest, beforeAnswer }: Interception,
): Disposable => {
  const { protocol } = definition;
  definition.protocol = (options) => (input) => {
    const call = protocol(options)(input);
    if (!input.transactionalId?.startsWith(transactionalIds)) return call;
    const { request, response } = call;
    return {
      ...call,
      request: {
        ...request,
        encode: async () => {
          await beforeRequest?.();
          return request.encode();
        },
      },
      response: {
        ...response,
        decode: async (raw) => {
          await beforeAnswer?.();
          return response.decode(raw);
        },
      },
    };
  };
  return { [Symbol.dispose]: () => void (definition.protocol = protocol) };
};
