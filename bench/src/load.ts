import { setTimeout as delay } from 'node:timers/promises';

/** Runs `work` in `workers` loops, each starting anew when it has ended, and returns how many ended a second. */
export async function closedLoop(
  workers: number,
  milliseconds: number,
  work: (worker: number) => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  let ended = 0;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() - start < milliseconds) {
        await work(worker);
        ended += 1;
      }
    }),
  );
  return (ended * 1_000) / (performance.now() - start);
}

/**
 * Starts `work` `perSecond` times a second whether or not earlier ones have ended, as independent clients do, and returns when all
 * have ended.
 */
export async function openLoop(
  perSecond: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const start = performance.now();
  const running: Promise<unknown>[] = [];
  for (let index = 0; index < count; index += 1) {
    const early = start + (index * 1_000) / perSecond - performance.now();
    if (early > 0) await delay(early);
    running.push(work(index));
  }
  await Promise.all(running);
}

/** Measures two peers in alternating rounds, so that a noisy neighbour meets both, and returns each one's results. */
export async function alternating<T>(
  rounds: number,
  ours: () => Promise<T>,
  peer: () => Promise<T>,
): Promise<{ readonly ours: readonly T[]; readonly peer: readonly T[] }> {
  const results: { ours: T[]; peer: T[] } = { ours: [], peer: [] };
  for (let round = 0; round < rounds; round += 1) {
    const turns = [async () => results.ours.push(await ours()), async () => results.peer.push(await peer())];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  return results;
}
