import { consumerGroups, type ConsumerGroup } from './consumer-groups.ts';
import { ContractError } from './contract.error.ts';
import { parkedTopics } from './parked-topics.ts';
import type { TopicDeclaration } from './topic-declaration.ts';

/** The topics by what they carry. */
export const topicNames = {
  ordersEvents: 'orders.events',
  paymentsEvents: 'payments.events',
  paymentsCommands: 'payments.commands',
  customersContacts: 'customers.contacts',
} as const;

const day = 86_400_000;
const mebibyte = 1_048_576;

// The same count for every topic keyed by order: partition p of each then belongs to one task, its only writer.
const partitions = 6;

const eventLog = {
  partitions,
  key: 'order-id',
  cleanup: 'delete',
  retentionMs: 'forever',
  maxMessageBytes: mebibyte,
} as const;

const sources: readonly TopicDeclaration[] = [
  { name: topicNames.ordersEvents, ...eventLog },
  { name: topicNames.paymentsEvents, ...eventLog },
  { name: topicNames.paymentsCommands, ...eventLog, retentionMs: 30 * day },
  // Compacted, so that a tombstone erases a person; hence no dead-letter topic may ever copy its records.
  { name: topicNames.customersContacts, ...eventLog, key: 'customer-id', cleanup: 'compact' },
];

const groups: readonly ConsumerGroup[] = consumerGroups;

const parked = groups.flatMap((group) =>
  group.topics.flatMap((topic) => parkedTopics(topicDeclaration(topic, sources), group.group)),
);

/** Every topic there is: none is created but from this, and a broker's are compared with it. */
export const topics: readonly TopicDeclaration[] = [...sources, ...parked];

/**
 * The declaration of a topic.
 * @throws ContractError `UNKNOWN_TOPIC`
 */
export function topicDeclaration(
  name: string,
  declared: readonly TopicDeclaration[] = topics,
): TopicDeclaration {
  const found = declared.find((topic) => topic.name === name);
  if (found === undefined) throw new ContractError('UNKNOWN_TOPIC', `no topic is called ${name}`);
  return found;
}
