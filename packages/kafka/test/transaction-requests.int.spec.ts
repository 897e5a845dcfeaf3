import { describe, expect, it } from '@jest/globals';
import type { TransactionRequest } from '../src/testing/index.ts';
import { eventually, forward, scenario } from './fixture.ts';
import { brokerRefusal, connectionReset, failTransactions } from './planted-faults.ts';

const notCoordinator = 16;
const coordinatorLoading = 14;
const concurrentTransactions = 51;
const invalidTransactionState = 48;

const requests: readonly TransactionRequest[] = [
  'AddPartitionsToTxn',
  'Produce',
  'AddOffsetsToTxn',
  'TxnOffsetCommit',
  'EndTxn',
];

describe('a transaction', () => {
  it.each(
    requests.flatMap((request) => (['request', 'answer'] as const).map((at) => [request, at] as const)),
  )(
    'whose connection dies at the %s %s leaves every output once, in order, each input handled once',
    async (request, at) => {
      await expectOnce(request, { at, error: connectionReset(), times: 2 });
    },
  );

  it.each(requests)(
    'whose coordinator moves or loads at %s leaves every output once, in order, each input handled once',
    async (request) => {
      await expectOnce(request, { at: 'request', error: brokerRefusal(notCoordinator), times: 1 });
      await expectOnce(request, { at: 'request', error: brokerRefusal(coordinatorLoading), times: 1 });
    },
  );

  it.each(requests)('whose state the broker denies at %s goes on with another producer', async (request) => {
    await expectOnce(request, { at: 'request', error: brokerRefusal(invalidTransactionState), times: 1 });
  });

  it.each(['AddPartitionsToTxn', 'AddOffsetsToTxn', 'TxnOffsetCommit'] as const)(
    'that meets the markers of the one before at %s waits for them, and no commit fails',
    async (request) => {
      const events = await expectOnce(request, {
        at: 'request',
        error: brokerRefusal(concurrentTransactions),
        times: 10,
      });
      expect(events.map(({ type }) => type)).not.toContain('commit-failed');
    },
  );
});

describe('offsets sent by kafkajs alone', () => {
  it('fail where the markers of the transaction before are still being written', async () => {
    await using topics = await scenario();
    const id = `alone-${topics.group}`;
    const producer = await topics.transactional(id);
    const transaction = await producer.transaction();
    const refusal = brokerRefusal(concurrentTransactions);
    using _ = failTransactions(id, 'AddOffsetsToTxn', { at: 'request', error: refusal, times: 1 });
    const offsets = [{ topic: topics.input, partitions: [{ partition: 0, offset: '0' }] }];
    await expect(
      transaction.sendOffsets({ consumerGroupId: topics.group, topics: offsets }),
    ).rejects.toMatchObject({ type: 'CONCURRENT_TRANSACTIONS' });
  });

  it('and a commit that failed leave a producer that can’t begin again', async () => {
    await using topics = await scenario();
    const id = `alone-${topics.group}`;
    const producer = await topics.transactional(id);
    const transaction = await producer.transaction();
    await transaction.send({ topic: topics.output, messages: [{ value: 'x', partition: 0 }] });
    const refusal = brokerRefusal(notCoordinator);
    using _ = failTransactions(id, 'EndTxn', { at: 'request', error: refusal, times: 1 });
    await expect(transaction.commit()).rejects.toMatchObject({ type: 'NOT_COORDINATOR_FOR_GROUP' });
    await expect(producer.transaction()).rejects.toThrow('COMMITTING');
  });
});

/** A fault in the transactions of a consumer is met, and nothing of it can be seen in the output. */
const expectOnce = async (request: TransactionRequest, planted: Parameters<typeof failTransactions>[2]) => {
  await using topics = await scenario();
  const values = Array.from({ length: 12 }, (_, n) => String(n));
  const handled: string[] = [];
  using fault = failTransactions(topics.group, request, planted);
  await topics.put(...values.map((value) => ({ key: 'k', value })));
  const { events } = await topics.consume(async (record, context) => {
    handled.push(String(record.value));
    return forward(topics)(record, context);
  });
  await eventually(async () => expect(await topics.outputs()).toEqual(values));
  expect(fault.left).toBe(0);
  expect(handled).toEqual(values);
  await eventually(async () => {
    const [partition] = await topics.admin.lag(topics.group, [topics.input]);
    expect(partition).toMatchObject({ lag: 0n });
  });
  return events;
};
