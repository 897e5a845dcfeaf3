import { type KafkaRecord, readTopic } from '@orderflow/kafka/core';
import { stack } from './stack.ts';

/** A record as it stands in the log. */
export interface LogRecord extends Omit<KafkaRecord, 'headers'> {
  /** As text; '' for null, the last value of a name that comes twice. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Returns the committed records of a topic, partition by partition in the order of the log, up to the end as it was when called. */
export async function readRecords(
  topic: string,
  brokers: readonly string[] = stack().kafka.brokers,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const { headers, ...record } of readTopic({ brokers, topic })) {
    const texts = headers.map(([name, value]) => [name, value?.toString('utf8') ?? '']);
    records.push({ ...record, headers: Object.fromEntries(texts) });
  }
  return records;
}
