import { describe, expect, it } from '@jest/globals';
import { seededChoices, stack } from '@orderflow/test-harness';
import { transportCourse } from '../src/transport/course.ts';
import { printCounts } from '../src/transport/print-counts.ts';
import { haltPoints, type HaltPoint } from '../src/transport/worker-protocol.ts';

const rounds = 2;
/** Outputs that were sent and never committed lie in the log at least where the kill came between. */
const leftBehind: Readonly<Record<HaltPoint, number>> = {
  'after consume': 0,
  'after produce': rounds,
  'after sendOffsets': rounds,
  'during commit': 0,
  'after commit': 0,
};
const choices = seededChoices();
const courses = haltPoints.map((point) => [point, choices.branch()] as const);

// At once, since most of the time passes in waiting for the group to miss the dead.
describe('kill -9 of the only worker of a topic under load', () => {
  it.concurrent.each(courses)(
    '%s: each input has one output, in order by key, and nothing is left behind',
    async (point, own) => {
      await using course = await transportCourse({ choices: own, brokers: stack().kafka.brokers });
      for (let round = 1; round <= rounds; round += 1) {
        const worker = course.worker('a', { at: point, time: own.integer(5, 60) });
        await worker.halted;
        await course.kill(worker);
      }
      course.worker('a');
      await course.caughtUp();
      const counts = await course.audit();
      printCounts(`killed ${point}`, own, counts);
      expect(counts).toMatchObject({ kills: rounds, outputs: counts.inputs });
      expect(counts.abortedOutputs).toBeGreaterThanOrEqual(leftBehind[point]);
    },
    60_000,
  );
});
