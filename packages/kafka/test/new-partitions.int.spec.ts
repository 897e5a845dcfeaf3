import { describe, expect, it } from '@jest/globals';
import { kafkaProducer, parkingTopics } from '../src/core/index.ts';
import { brokers, eventually, forward, scenario } from './fixture.ts';

describe('topics that get a partition while a group consumes them', () => {
  it('have it consumed from its first record once all of the set have grown, and the old ones go on meanwhile', async () => {
    await using topics = await scenario();
    const { input, group } = topics;
    const soon = { metadataMaxAgeMs: 200 };
    const members = [
      await topics.consume(forward(topics), { ...soon, instanceId: 'a' }),
      await topics.consume(forward(topics), { ...soon, instanceId: 'b' }),
    ];
    await topics.put({ key: 'k', value: 'before', partition: 0 });
    await eventually(async () => expect(await topics.outputs()).toEqual(['before']));
    const counts = () => members.map((member) => member.status().tasks.length).toSorted((a, b) => a - b);
    await eventually(() => expect(counts()).toEqual([0, 1]));
    const assignments = () =>
      members.flatMap(({ events }) => events.filter(({ type }) => type === 'assigned')).length;
    const assignedBefore = assignments();

    await topics.grow(input, 2);
    await using producer = kafkaProducer({ brokers: brokers(), clientId: 'later' });
    await producer.send([{ topic: input, partition: 1, key: 'k', value: 'first of the new one' }]);
    await eventually(() =>
      expect(members.map((member) => member.status().error)).toContainEqual(
        expect.objectContaining({
          code: 'NOT_CO_PARTITIONED',
          message: expect.stringContaining(`"${input}":2,"${input}.${group}.dlq":1`),
        }),
      ),
    );
    await topics.put({ key: 'k', value: 'meanwhile', partition: 0 });
    await eventually(async () => expect(await topics.outputs()).toEqual(['before', 'meanwhile']));
    expect(assignments()).toBe(assignedBefore);

    for (const parked of Object.values(parkingTopics(input, group))) await topics.grow(parked, 2);
    await eventually(async () =>
      expect(await topics.outputs()).toEqual(['before', 'meanwhile', 'first of the new one']),
    );
    await eventually(() => expect(counts()).toEqual([1, 1]));
    expect(members.map((member) => member.status().error)).toEqual([undefined, undefined]);
    expect(members.flatMap(({ events }) => events).map(({ type }) => type)).not.toContain('rebuilding');
    expect(await topics.outputs()).toHaveLength(3);
  });
});
