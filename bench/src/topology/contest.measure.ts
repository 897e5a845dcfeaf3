import { deepStrictEqual } from 'node:assert/strict';
import { alternating } from '../load.ts';
import type { Ratio } from '../report.ts';
import { median } from '../statistics.ts';
import type { Contest, Contestant } from './contest.ts';
import type { RawInput } from './raw-topic.ts';

const batchSize = 1_000;
const passesPerRound = 5;

/**
 * Records per second of processor time of a topology to those of its loop; nothing in either waits, and a busy machine shows less in it
 * than in time by the clock. Both make short passes in turn, each with state of its own; the ratio is the median of those of two passes
 * next to each other.
 * @throws AssertionError where the two don't give the same outputs
 */
export async function measureContest(contest: Contest, rounds: number): Promise<Ratio> {
  const inputs = contest.inputs();
  const batches = Array.from({ length: Math.ceil(inputs.length / batchSize) }, (_, index) =>
    inputs.slice(index * batchSize, (index + 1) * batchSize),
  );
  // Warms both up as well.
  compare(contest, batches);
  const passes = await alternating(
    rounds * passesPerRound,
    async () => recordsPerSecond(contest.ours(), batches),
    async () => recordsPerSecond(contest.peer(), batches),
  );
  const ratios = passes.ours.map((ours, index) => ours / (passes.peer[index] ?? Number.NaN));
  return {
    name: contest.name,
    value: median(ratios),
    goal: 0.5,
    better: 'higher',
    detail: `${thousands(median(passes.ours))}k records/s to the loop's ${thousands(median(passes.peer))}k`,
  };
}

function compare(contest: Contest, batches: readonly (readonly RawInput[])[]): void {
  const [ours, peer] = [contest.ours(), contest.peer()];
  const plain = (contestant: Contestant, batch: readonly RawInput[]) =>
    contestant(batch).map(({ key, value, timestamp }) => ({
      key: Buffer.from(key).toString('hex'),
      value: value && Buffer.from(value).toString('hex'),
      timestamp,
    }));
  for (const batch of batches) deepStrictEqual(plain(ours, batch), plain(peer, batch));
}

function recordsPerSecond(contestant: Contestant, batches: readonly (readonly RawInput[])[]): number {
  const from = process.cpuUsage();
  let records = 0;
  for (const batch of batches) {
    contestant(batch);
    records += batch.length;
  }
  const { user, system } = process.cpuUsage(from);
  return (records / (user + system)) * 1_000_000;
}

function thousands(rate: number): string {
  return (rate / 1_000).toFixed(0);
}
