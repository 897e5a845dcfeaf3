import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BrokerCluster, brokerCluster, seededChoices } from '@orderflow/test-harness';
import { brokerFaults, type Fault, networkFaults, takeoverFaults } from '../src/transport/faults.ts';
import { faultyCourse } from '../src/transport/faulty-course.ts';
import { mixedRounds } from '../src/transport/mixed-rounds.ts';
import { printCounts } from '../src/transport/print-counts.ts';
import { rebalanceStorm } from '../src/transport/rebalance-storm.ts';

const seeded = seededChoices();
const longStorm: Fault = ({ course, choices }) => rebalanceStorm(course, { choices, beats: 20, killed: 0.1 });

describe('three brokers under load', () => {
  let cluster: BrokerCluster;

  beforeAll(async () => {
    cluster = await brokerCluster({ proxied: true });
  }, 180_000);

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
  }, 30_000);

  const alone = Object.entries({ ...takeoverFaults, 'long rebalance storm': longStorm });

  it.each(alone.map(([name, fault]) => ({ name, fault, choices: seeded.branch() })))(
    '$name: each input has one output, in order by key, and nothing is left behind',
    async ({ name, fault, choices }) => {
      const counts = await faultyCourse(cluster, choices, [[fault]]);
      printCounts(`three brokers, ${name}`, choices, counts);
      expect(counts.outputs).toBe(counts.inputs);
    },
    600_000,
  );

  it.each(mixedRounds(seeded, 20, { ...takeoverFaults, ...brokerFaults, ...networkFaults }))(
    'mixed round $round: $names',
    async ({ round, names, rows, choices }) => {
      const counts = await faultyCourse(cluster, choices, rows);
      printCounts(`three brokers, round ${round} (${names})`, choices, counts);
      expect(counts.outputs).toBe(counts.inputs);
    },
    600_000,
  );
});
