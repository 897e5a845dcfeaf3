import { describe, expect, it } from '@jest/globals';
import { seededChoices, stack } from '@orderflow/test-harness';
import { transportCourse } from '../src/transport/course.ts';
import { printCounts } from '../src/transport/print-counts.ts';
import { rebalanceStorm } from '../src/transport/rebalance-storm.ts';

const beats = 6;

describe('members that join and leave every second under load', () => {
  it('leave one output for each input, in order by key, and nothing behind', async () => {
    const choices = seededChoices();
    await using course = await transportCourse({ choices, brokers: stack().kafka.brokers });
    const steady = course.worker('steady');
    await steady.nextAssignment();
    await rebalanceStorm(course, { choices, beats });
    const counts = await course.audit();
    printCounts('rebalance storm', choices, counts);
    // The steady one alone heard of more assignments than its first.
    expect(steady.events.get('assigned')).toBeGreaterThan(1);
    expect(counts.outputs).toBe(counts.inputs);
  }, 60_000);
});
