import type { BrokerCluster, SeededChoices } from '@orderflow/test-harness';
import { type CourseCounts, transportCourse } from './course.ts';
import { startCrew } from './crew.ts';
import type { Fault } from './faults.ts';

const instances = ['a', 'b', 'c'];
/** Inputs before the first fault and again after the last, beside those that come meanwhile. */
const load = 300;
/** After a broker was killed, kafkajs may take its thirty seconds to give up a request, more than once. */
const settleWithinMs = 180_000;

/**
 * Runs a load through three workers while faults befall them, those of a row one after the other and the rows beside each other, and
 * audits what comes of it.
 */
export const faultyCourse = async (
  cluster: BrokerCluster,
  choices: SeededChoices,
  rows: readonly (readonly Fault[])[],
): Promise<CourseCounts> => {
  const { bootstrap, direct } = cluster;
  await using course = await transportCourse({ choices, brokers: bootstrap, direct, settleWithinMs });
  const crew = startCrew(course, instances);
  await course.moreInputs(load);
  await course.caughtUp();
  await Promise.all(
    rows.map(async (row) => {
      const field = { course, crew, cluster, choices: choices.branch() };
      for (const fault of row) await fault(field);
    }),
  );
  await course.moreInputs(load);
  await course.caughtUp();
  return await course.audit();
};
