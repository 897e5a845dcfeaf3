import { parkedTopics, type TopicDeclaration } from '@orderflow/contracts';
import { kafkaProducer, topicAdmin, type OutputRecord, type RecordPosition } from '@orderflow/kafka/core';
import { randomName, stack } from '@orderflow/test-harness';
import type { DeclaredSystem } from '../src/declared-system.ts';
import { parkedSource, type ParkedSource } from '../src/commands/dlq/parked-source.ts';

/** A topic and a group that reads it, with names of their own, and all that stands beside them. */
export interface SystemUnderTest extends ParkedSource {
  readonly system: DeclaredSystem;
  readonly brokers: readonly string[];
  readonly put: (...records: readonly Partial<OutputRecord>[]) => Promise<readonly RecordPosition[]>;
}

/** Declares a source and a group that reads it, and creates their topics. */
export const systemUnderTest = async (partitions = 1): Promise<SystemUnderTest> => {
  const topic = randomName('cli');
  const group = randomName('reader');
  const source: TopicDeclaration = {
    name: topic,
    partitions,
    key: 'order-id',
    cleanup: 'delete',
    retentionMs: 'forever',
    maxMessageBytes: 1_048_576,
  };
  const topics = [source, ...parkedTopics(source, group)];
  const client = { brokers: stack().kafka.brokers, clientId: 'cli-test' };
  await using admin = topicAdmin(client);
  await admin.ensureTopics(topics);
  return {
    ...parkedSource(topic, group),
    system: { topics, groups: [{ group, topics: [topic], service: 'orders' }] },
    brokers: client.brokers,
    put: async (...records) => {
      await using producer = kafkaProducer(client);
      return await producer.send(records.map((record) => ({ topic, key: null, value: null, ...record })));
    },
  };
};
