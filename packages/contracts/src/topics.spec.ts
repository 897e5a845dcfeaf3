import { describe, expect, it } from '@jest/globals';
import { consumerGroups } from './consumer-groups.ts';
import { deadLetterTopic, topicDeclaration, topicNames, topics } from './topics.ts';

const named = (end: string) => topics.filter(({ name }) => name.endsWith(end));

describe('topics', () => {
  it('are declared once each', () => {
    expect(topics.map(({ name }) => name)).toEqual([
      'orders.events',
      'payments.events',
      'payments.commands',
      'customers.contacts',
      'orders.events.payments.dlq',
      'payments.events.payments-details.dlq',
      'payments.events.orders.dlq',
    ]);
  });

  it('keyed by order have one number of partitions, so that a task can read and write the same ones', () => {
    const counts = topics.filter(({ key }) => key === 'order-id').map(({ partitions }) => partitions);
    expect(new Set(counts)).toEqual(new Set([6]));
  });

  it('keep events and dead letters for ever', () => {
    for (const topic of [...named('.events'), ...named('.dlq')]) {
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

  it('name the one that nobody declared', () => {
    expect(() => topicDeclaration('orders.rumours')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_TOPIC' }),
    );
  });
});
