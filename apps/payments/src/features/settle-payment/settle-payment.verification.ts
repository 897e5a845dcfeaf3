import { cloudEventHeaders } from '@orderflow/contracts';
import { headerText, type KafkaRecord } from '@orderflow/kafka/core';
import { KafkaContext } from '@orderflow/kafka/nest';
import type { PartitionHistory, VerifiableHandler } from '@orderflow/replay';
import { readPaymentRecord } from '../../payment-log/read-payment-record.ts';
import { TaskPayments } from '../../payment-log/task-payments.ts';
import type { RecordedEffects } from '../../provider/recorded-effects.ts';
import { SettlePaymentConsumer } from './settle-payment.consumer.ts';
import { SettlePaymentHandler } from './settle-payment.handler.ts';

/** The handler as it runs live, on effects that only the ledger answers. Events that came again are dropped as they were live. */
export function settlePaymentVerification(group: string, effects: RecordedEffects): VerifiableHandler {
  const handler = new SettlePaymentHandler({ effects, onDuplicate: () => undefined });
  const consumer = new SettlePaymentConsumer(handler);
  return {
    mode: 'verify',
    outputTopic: 'payments.events',
    inputId: (record) => headerText(record.headers, cloudEventHeaders.id),
    identify: ({ headers }) => {
      const id = headerText(headers, cloudEventHeaders.id);
      const causeId = headerText(headers, cloudEventHeaders.causationId);
      return id === undefined || causeId === undefined ? undefined : { id, causeId };
    },
    effects: () => effects.counts(),
    async open(history) {
      const state = await paymentsBefore(history);
      return (record, signal) => {
        const context = { state, signal, partition: record.partition, attempt: 1 };
        return consumer.settle(record, new KafkaContext(record, group, context));
      };
    },
  };
}

/**
 * The payments as their task had them before the first record of a range: what the log says in answer to versions of an order below the
 * first that the range holds.
 */
async function paymentsBefore({ fromStart, inputs, outputs }: PartitionHistory): Promise<TaskPayments> {
  const payments = new TaskPayments();
  if (fromStart) return payments;
  const first = await firstVersions(inputs());
  for await (const record of outputs()) {
    const { event, envelope } = readPaymentRecord(record);
    const { subject, causationVersion = 0 } = envelope;
    if (causationVersion < (first.get(subject) ?? 0)) payments.restore(event, envelope);
  }
  return payments;
}

/** By order, the lowest version in the range. */
async function firstVersions(records: AsyncIterable<KafkaRecord>): Promise<ReadonlyMap<string, number>> {
  const first = new Map<string, number>();
  for await (const { headers } of records) {
    const subject = headerText(headers, cloudEventHeaders.subject) ?? '';
    const version = Number(headerText(headers, cloudEventHeaders.streamVersion));
    if (version < (first.get(subject) ?? Infinity)) first.set(subject, version);
  }
  return first;
}
