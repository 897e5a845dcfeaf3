import { consumerGroups } from './consumer-groups.ts';
import { ContractError } from './contract.error.ts';

/** A topic as it has to be: whoever creates or checks one takes it from here. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  /** What the key of a record is, as its bytes stand: an order's id is 36 characters of ASCII. */
  readonly key: 'order-id' | 'customer-id';
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly retentionMs: number | 'forever';
  /** The largest record batch the broker takes. */
  readonly maxMessageBytes: number;
}

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

/** The topic that takes what `group` can't handle of `topic`. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

const deadLetters = consumerGroups.flatMap(({ group, topics: read }) =>
  read.map((topic) => deadLetterTopicOf(topic, group)),
);

/** Every topic there is: none is created but from this, and a broker's are compared with it. */
export const topics: readonly TopicDeclaration[] = [...sources, ...deadLetters];

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

function deadLetterTopicOf(topic: string, group: string): TopicDeclaration {
  const source = topicDeclaration(topic, sources);
  return {
    ...source,
    name: deadLetterTopic(topic, group),
    cleanup: 'delete',
    retentionMs: 'forever',
    // The original record whole, and beside it the error, its trace and the coordinates.
    maxMessageBytes: source.maxMessageBytes + mebibyte / 8,
  };
}
