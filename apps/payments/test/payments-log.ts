import { paymentEvents, readEventRecord, type EventRecord, type PaymentEvent } from '@orderflow/contracts';
import { headerText, type KafkaRecord, type OutputRecord } from '@orderflow/kafka/core';

const bytes = (value: Buffer | string | null): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : value;

/** Produced records as they come back from their partition, in order. */
export function asLogged(records: readonly OutputRecord[]): KafkaRecord[] {
  return records.map((record, index) => ({
    topic: record.topic,
    partition: record.partition ?? 0,
    offset: BigInt(index),
    timestamp: 0,
    key: bytes(record.key),
    value: bytes(record.value),
    headers: (record.headers ?? []).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, bytes(value)] as const],
    ),
  }));
}

/** Reads records as the consumers of `payments.events` do. */
export function readPayments(records: readonly OutputRecord[]): EventRecord<PaymentEvent>[] {
  return asLogged(records).map(({ headers, value }) =>
    readEventRecord(paymentEvents, (name) => headerText(headers, name), value),
  );
}

/** The records as a task reads its partition at restore. */
export async function* partitionOf(records: readonly OutputRecord[]): AsyncGenerator<KafkaRecord> {
  yield* asLogged(records);
}
