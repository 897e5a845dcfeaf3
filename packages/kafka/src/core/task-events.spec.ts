import { describe, expect, it } from '@jest/globals';
import { onTaskEvent, taskEventPublisher } from './task-events.ts';
import type { TaskEventMessage } from './task-events.ts';

const publish = taskEventPublisher({ group: 'g', clientId: 'c', instanceId: 'i' });

describe('the events of task consumers', () => {
  it('reach every listener with the consumer they come from, until it is disposed of', () => {
    const heard: TaskEventMessage[] = [];
    {
      using _ = onTaskEvent((message) => heard.push(message), fail);
      publish({ type: 'assigned', partitions: [1] });
    }
    publish({ type: 'assigned', partitions: [2] });
    expect(heard).toEqual([
      { group: 'g', clientId: 'c', instanceId: 'i', type: 'assigned', partitions: [1] },
    ]);
  });

  it('are published although a listener throws, which is told of it', () => {
    const errors: unknown[] = [];
    const heard: string[] = [];
    const broken = new TypeError('bad listener');
    using _ = onTaskEvent(
      () => {
        throw broken;
      },
      (error) => errors.push(error),
    );
    using __ = onTaskEvent(({ type }) => heard.push(type), fail);
    publish({ type: 'assigned', partitions: [] });
    expect(errors).toEqual([broken]);
    expect(heard).toEqual(['assigned']);
  });
});

const fail = (error: unknown): never => {
  throw error;
};
