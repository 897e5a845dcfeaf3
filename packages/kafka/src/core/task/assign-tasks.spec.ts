import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignTasks } from './assign-tasks.ts';
import type { TaskMember } from './assign-tasks.ts';

const tasks = [0, 1, 2, 3, 4, 5];
const member = (n: number, held: readonly number[] = []): TaskMember => ({
  memberId: `member-${n}`,
  instanceId: `instance-${n}`,
  held,
});

describe('the assignment of tasks', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])('gives six tasks to %i members once each and evenly', (count) => {
    const members = Array.from({ length: count }, (_, n) => member(n));
    const assigned = assignTasks(tasks, members);
    expect([...assigned.values()].flat().toSorted((a, b) => a - b)).toEqual(tasks);
    const loads = [...assigned.values()].map(({ length }) => length);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
  });

  it('leaves tasks with those who hold them when a member joins', () => {
    const assigned = assignTasks(tasks, [member(0, [0, 1, 2]), member(1, [3, 4, 5]), member(2)]);
    expect(assigned.get('member-0')).toEqual([0, 1]);
    expect(assigned.get('member-1')).toEqual([3, 4]);
    expect(assigned.get('member-2')).toEqual([2, 5]);
  });

  it('gives a task back to the instance that held it last when that instance returns', () => {
    const lastHolder = new Map([
      [1, 'instance-7'],
      [4, 'instance-7'],
      [5, 'instance-7'],
    ]);
    const assigned = assignTasks(tasks, [member(0, [0]), member(7)], lastHolder);
    expect(assigned.get('member-7')).toEqual([1, 4, 5]);
  });

  it('prefers the present holder to the last one', () => {
    const assigned = assignTasks([0, 1], [member(0, [0]), member(1)], new Map([[0, 'instance-1']]));
    expect(assigned.get('member-0')).toEqual([0]);
  });

  it('keeps its promises for every group', () => {
    const group = fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 12 }), fc.array(fc.nat({ max: 6 })))
      .map(([memberCount, taskCount, holders]) => ({
        all: Array.from({ length: taskCount }, (_, task) => task),
        members: Array.from({ length: memberCount }, (_, n) =>
          member(
            n,
            holders.flatMap((holder, task) => (holder === n && task < taskCount ? [task] : [])),
          ),
        ),
      }));
    fc.assert(
      fc.property(group, ({ all, members }) => {
        const assigned = assignTasks(all, members);
        expect([...assigned.values()].flat().toSorted((a, b) => a - b)).toEqual(all);
        const loads = [...assigned.values()].map(({ length }) => length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        expect(assignTasks(all, members.toReversed())).toEqual(assigned);
        const settled = members.map((each) => ({ ...each, held: assigned.get(each.memberId) ?? [] }));
        expect(assignTasks(all, settled)).toEqual(assigned);
      }),
    );
  });
});
