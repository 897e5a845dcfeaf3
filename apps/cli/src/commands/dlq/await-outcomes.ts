import { followTopic, readAct, type RedriveOutcome } from '@orderflow/kafka/core';
import { progress } from '../../output/progress.ts';
import type { Session } from '../../session.ts';

/** What came of a command in the end, over all acts that continued it. */
export type Outcome = Pick<RedriveOutcome, 'outcome' | 'records' | 'error'>;

/**
 * Waits until each of some commands has its last act, or the time is over, or Ctrl-C was pressed.
 * @param from where the topic of acts ended before the commands were written
 * @returns the outcomes that came, by the command's id
 */
export async function awaitOutcomes(
  { io, brokers, clientId }: Session,
  actsTopic: string,
  wait: {
    readonly ids: readonly string[];
    readonly from: ReadonlyMap<number, bigint>;
    readonly timeoutMs: number;
  },
): Promise<ReadonlyMap<string, Outcome>> {
  const records = new Map(wait.ids.map((id) => [id, 0]));
  const outcomes = new Map<string, Outcome>();
  await using bar = progress(io.stderr, 'waiting for outcomes', wait.ids.length);
  await bar.reached(0);
  const acts = followTopic({
    brokers,
    clientId,
    topic: actsTopic,
    from: wait.from,
    signal: AbortSignal.any([io.signal, AbortSignal.timeout(wait.timeoutMs)]),
  });
  for await (const record of acts) {
    const act = readAct(record);
    const before = act === undefined ? undefined : records.get(act.id);
    if (act === undefined || before === undefined) continue;
    const { outcome, continues, error } = act.outcome;
    const settled = before + act.outcome.records;
    records.set(act.id, settled);
    if (continues === true) continue;
    outcomes.set(act.id, { outcome, records: settled, ...(error === undefined ? {} : { error }) });
    await bar.reached(outcomes.size);
    if (outcomes.size === wait.ids.length) break;
  }
  return outcomes;
}
