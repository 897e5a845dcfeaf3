import { describe, expect, it } from '@jest/globals';
import { eventually, seededChoices, stack } from '@orderflow/test-harness';
import { transportCourse } from '../src/transport/course.ts';
import { printCounts } from '../src/transport/print-counts.ts';
import { haltPoints } from '../src/transport/worker-protocol.ts';

const choices = seededChoices();
// Not after the commit: what a frozen worker has committed is rightly seen.
const courses = haltPoints
  .filter((point) => point !== 'after commit')
  .map((point) => [point, choices.branch()] as const);

describe('a worker that is frozen beyond its session and comes back', () => {
  it.concurrent.each(courses)(
    '%s: writes nothing that can be seen, and works on as a member like any other',
    async (point, own) => {
      await using course = await transportCourse({ choices: own, brokers: stack().kafka.brokers });
      const zombie = course.worker('zombie', { at: point, time: own.integer(5, 60) });
      await zombie.halted;
      zombie.freeze();
      const successor = course.worker('successor');
      await course.caughtUp();
      await course.settle();

      const before = await course.outputs();
      const returned = zombie.nextAssignment();
      zombie.thaw();
      zombie.release();
      expect((await returned).length).toBeGreaterThan(0);
      // What it held is over by now: the group waited for it to give up its tasks, or had it fenced.
      await eventually(async () => expect(await course.outputs()).toEqual(before));
      await successor.stop();
      const counts = await course.audit();
      expect(await course.outputs()).toEqual(before);
      printCounts(`frozen ${point}`, own, counts, {
        ownershipsLost: zombie.events.get('ownership-lost') ?? 0,
      });
    },
    60_000,
  );
});
