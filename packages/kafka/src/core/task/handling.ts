import { fullJitter } from '../full-jitter.ts';
import { HandlerStuckError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import type { KafkaRecord, OutputRecord } from '../record.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import { placeKnown, placeOutput } from './place-output.ts';
import type { PlacedOutput } from './prefix.ts';
import { recentPartitionCounts } from './recent-partition-counts.ts';
import { handlerRuns } from './run-handler.ts';

/** One record on its way through its handler, over all its attempts under one ownership. */
export interface Handling {
  readonly record: KafkaRecord;
  attempt: number;
  failingSince: number | undefined;
  /** What the handler came to: it isn't run again, only the placing of its outputs is. */
  returned: readonly OutputRecord[] | undefined;
}

export const handlingOf = (record: KafkaRecord): Handling => ({
  record,
  attempt: 0,
  failingSince: undefined,
  returned: undefined,
});

/** So long the growth of an output's topic may go unseen once its metadata tells of it. */
const partitionCountMaxAgeMs = 100;

/** Runs handlers of one task and judges their failures. */
export interface HandlingRunner {
  /** The next attempt; resolves with outputs ready to be sent, and rejects with whatever was thrown. */
  attempt(handling: Handling): Promise<readonly PlacedOutput[]>;
  /** Milliseconds until another attempt after a failure; undefined when none would help. */
  retryAfter(handling: Handling, error: unknown): number | undefined;
}

interface RunnerOptions<State> {
  readonly partition: number;
  readonly state: State;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** Fires when the task is lost: results are of no use any more. */
  readonly lost: AbortSignal;
}

export const handlingRunner = <State>({
  partition,
  state,
  reader,
  settings,
  lost,
}: RunnerOptions<State>): HandlingRunner => {
  const { handlers, limits, retry, group, logger, onEvent } = settings;

  const run = handlerRuns({ maxHandlerTimeMs: limits.maxHandlerTimeMs, signal: lost });
  const { known, partitionCount } = recentPartitionCounts(reader, partitionCountMaxAgeMs, () =>
    performance.now(),
  );
  const placing = {
    known,
    reader: {
      partitionCount,
      assertPartition: (topic: string, to: number) => reader.assertPartition(topic, to),
    },
    inputPartition: partition,
    maxOutputBytes: limits.maxOutputBytes,
  };

  const call = ({ record, attempt }: Handling): Promise<readonly OutputRecord[]> => {
    const { topic, offset } = record;
    const handler = handlers[topic];
    if (!handler) throw new TypeError(`no handler for topic ${topic}`);
    return run({
      call: (own) =>
        handler(record, {
          get signal() {
            return own.signal;
          },
          attempt,
          partition,
          state,
        }),
      onStuck: () => settings.onFatal(new HandlerStuckError({ topic, partition, offset })),
    });
  };

  /** A promise only where something has to be looked up, and then none that nobody waits for. */
  const place = (
    outputs: readonly OutputRecord[],
  ): readonly PlacedOutput[] | Promise<readonly PlacedOutput[]> => {
    const placed = outputs.map((output) => placeKnown(output, placing));
    return placed.every((each) => each !== undefined)
      ? placed
      : Promise.all(outputs.map((output) => placeOutput(output, placing)));
  };

  return {
    attempt: async (handling) => {
      handling.attempt += 1;
      const startedAt = performance.now();
      handling.returned ??= await call(handling);
      const placed = place(handling.returned);
      const outputs = placed instanceof Promise ? await placed : placed;
      const { record, attempt } = handling;
      const milliseconds = performance.now() - startedAt;
      onEvent({ type: 'record-handled', partition, topic: record.topic, attempt, milliseconds });
      return outputs;
    },
    retryAfter: (handling, error) => {
      const { record, attempt } = handling;
      const { topic, offset } = record;
      const now = settings.now();
      handling.failingSince ??= now;
      if (settings.classify(error) !== 'retryable') return undefined;
      if (now - handling.failingSince >= retry.giveUpAfterMs) return undefined;
      const retryAfterMs = fullJitter(retry, attempt, settings.random());
      onEvent({ type: 'record-retried', partition, topic, attempt, error });
      const at = { group, topic, partition, offset: `${offset}` };
      logger.warn('record is retried', { ...at, attempt, retryAfterMs, error });
      return retryAfterMs;
    },
  };
};
