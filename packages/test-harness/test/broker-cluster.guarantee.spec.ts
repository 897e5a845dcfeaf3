import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import {
  type BrokerCluster,
  brokerCluster,
  createTopics,
  eventually,
  harnessKafka,
  randomName,
  withAdmin,
} from '../src/index.ts';

describe('a cluster of three brokers behind proxies', () => {
  let cluster: BrokerCluster;

  beforeAll(async () => {
    cluster = await brokerCluster({ proxied: true });
  }, 180_000);

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
  }, 30_000);

  it('keeps three replicas, of which two must be in sync', async () => {
    const name = randomName('topic');
    await using _ = await createTopics([{ name, partitions: 6 }], cluster.direct);
    const { topics } = await withAdmin(
      (admin) => admin.fetchTopicMetadata({ topics: [name] }),
      cluster.direct,
    );
    const partitions = topics.flatMap(({ partitions }) => partitions);
    expect(partitions.map(({ replicas }) => replicas.length)).toEqual([3, 3, 3, 3, 3, 3]);
    const { resources } = await withAdmin(
      (admin) =>
        admin.describeConfigs({
          includeSynonyms: false,
          resources: [
            { type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: ['min.insync.replicas'] },
          ],
        }),
      cluster.direct,
    );
    expect(resources[0]?.configEntries).toMatchObject([{ configValue: '2' }]);
  }, 60_000);

  it('leads clients through the proxies, to the coordinators that it names', async () => {
    const [topic, group, transactionalId] = ['topic', 'group', 'transaction'].map(randomName);
    if (topic === undefined || group === undefined || transactionalId === undefined)
      throw new Error('no names');
    await using _ = await createTopics([topic], cluster.direct);
    const kafka = harnessKafka(cluster.bootstrap);
    const asked = new Map<string, string>();

    const consumer = kafka.consumer({ groupId: group });
    consumer.on(consumer.events.REQUEST, ({ payload: { apiName, broker } }) => asked.set(apiName, broker));
    await consumer.connect();
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: () => Promise.resolve() });
    const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true });
    producer.on(producer.events.REQUEST, ({ payload: { apiName, broker } }) => asked.set(apiName, broker));
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'x' }] });
    await transaction.commit();
    await eventually(() =>
      expect([...asked.keys()]).toEqual(expect.arrayContaining(['SyncGroup', 'EndTxn'])),
    );
    await Promise.all([consumer.disconnect(), producer.disconnect()]);

    expect(asked.get('JoinGroup')).toBe((await cluster.coordinator({ group })).address);
    expect(asked.get('EndTxn')).toBe((await cluster.coordinator({ transactionalId })).address);
    expect(asked.get('Produce')).toBe((await cluster.leader(topic, 0)).address);
  }, 60_000);

  it('goes on when a leader is killed, and has all replicas in sync after its start', async () => {
    const name = randomName('topic');
    await using _ = await createTopics([name], cluster.direct);
    const leader = await cluster.leader(name, 0);
    await leader.kill();
    expect(await leader.isRunning()).toBe(false);
    await eventually(async () => expect((await cluster.leader(name, 0)).id).not.toBe(leader.id), {
      timeoutMs: 30_000,
    });
    await leader.start();
    await cluster.inSync();
    const { topics } = await withAdmin(
      (admin) => admin.fetchTopicMetadata({ topics: [name] }),
      cluster.direct,
    );
    expect(topics[0]?.partitions[0]?.isr).toHaveLength(3);
  }, 120_000);
});
