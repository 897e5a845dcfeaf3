import { describe, expect, it } from '@jest/globals';
import { consumerGroups } from './consumer-groups.ts';
import { deadLetterTopic, parkedTopics } from './parked-topics.ts';
import { topicDeclaration, topicNames, topics } from './topics.ts';

const named = (end: string) => topics.filter(({ name }) => name.endsWith(end));

describe('topics', () => {
  it('are declared once each', () => {
    expect(topics.map(({ name }) => name)).toEqual([
      'orders.events',
      'payments.events',
      'payments.commands',
      'customers.contacts',
      'orders.events.payments.dlq',
      'orders.events.payments.quarantine',
      'orders.events.payments.redrive',
      'orders.events.payments.dlq.acts',
      'payments.events.payments-details.dlq',
      'payments.events.payments-details.quarantine',
      'payments.events.payments-details.redrive',
      'payments.events.payments-details.dlq.acts',
      'payments.events.orders.dlq',
      'payments.events.orders.quarantine',
      'payments.events.orders.redrive',
      'payments.events.orders.dlq.acts',
    ]);
  });

  it('keyed by order have one number of partitions, so that a task can read and write the same ones', () => {
    const counts = topics.filter(({ key }) => key === 'order-id').map(({ partitions }) => partitions);
    expect(new Set(counts)).toEqual(new Set([6]));
  });

  it('keep events and dead letters for ever', () => {
    for (const topic of [...named('.events'), ...named('.dlq'), ...named('.acts')]) {
      expect(topic).toMatchObject({ retentionMs: 'forever', cleanup: 'delete' });
    }
  });

  it('can erase a person: contacts are compacted, keyed by customer, and copied by no dead-letter topic', () => {
    expect(topicDeclaration(topicNames.customersContacts)).toMatchObject({
      cleanup: 'compact',
      key: 'customer-id',
    });
    expect(topics.filter(({ name }) => name.startsWith('customers.contacts.'))).toEqual([]);
  });

  it('give each consumer group a dead-letter topic that takes its source whole', () => {
    for (const { group, topics: read } of consumerGroups) {
      for (const topic of read) {
        const source = topicDeclaration(topic);
        const deadLetters = topicDeclaration(deadLetterTopic(topic, group));
        expect(deadLetters.partitions).toBe(source.partitions);
        expect(deadLetters.maxMessageBytes).toBeGreaterThan(source.maxMessageBytes);
      }
    }
  });

  it('give each group a compacted topic of the waiting keys, co-partitioned with its source', () => {
    const source = topicDeclaration(topicNames.ordersEvents);
    const parked = parkedTopics(source, 'g');
    expect(parked).toContainEqual({
      ...source,
      name: 'orders.events.g.quarantine',
      cleanup: 'compact',
      maxMessageBytes: source.maxMessageBytes * 1.125,
    });
    expect(new Set(parked.map(({ partitions }) => partitions))).toEqual(new Set([6]));
  });

  it('keep an operator’s commands for a month, and what came of them for ever', () => {
    expect(named('.redrive').map(({ retentionMs }) => retentionMs)).toEqual(Array(3).fill(30 * 86_400_000));
    expect(named('.acts').map(({ retentionMs }) => retentionMs)).toEqual(Array(3).fill('forever'));
  });

  it('name the one that nobody declared', () => {
    expect(() => topicDeclaration('orders.rumours')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_TOPIC' }),
    );
  });
});
