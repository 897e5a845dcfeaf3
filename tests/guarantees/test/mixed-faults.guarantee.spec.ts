import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BrokerCluster, brokerCluster, seededChoices } from '@orderflow/test-harness';
import { brokerFaults, networkFaults } from '../src/transport/faults.ts';
import { faultyCourse } from '../src/transport/faulty-course.ts';
import { mixedRounds } from '../src/transport/mixed-rounds.ts';
import { printCounts } from '../src/transport/print-counts.ts';

describe('one broker, and workers, network and broker harmed at once under load', () => {
  let cluster: BrokerCluster;

  beforeAll(async () => {
    cluster = await brokerCluster({ size: 1, proxied: true });
  }, 90_000);

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
  }, 30_000);

  it.each(mixedRounds(seededChoices(), 20, { ...networkFaults, ...brokerFaults }))(
    'round $round: $names',
    async ({ round, names, rows, choices }) => {
      const counts = await faultyCourse(cluster, choices, rows);
      printCounts(`round ${round} (${names})`, choices, counts);
      expect(counts.outputs).toBe(counts.inputs);
    },
    600_000,
  );
});
