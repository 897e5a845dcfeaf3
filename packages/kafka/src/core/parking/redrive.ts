import { RecordRefusedError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord } from '../record.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import { handlingOf } from '../task/handling.ts';
import type { Handling, HandlingRunner } from '../task/handling.ts';
import type { PlacedOutput } from '../task/prefix.ts';
import { actRecord } from './act.ts';
import type { ParkedKeys } from './parked-keys.ts';
import { parkedLetters } from './parked-letters.ts';
import type { ParkedLetter } from './parked-letters.ts';
import { quarantineRecord } from './quarantine-entry.ts';
import type { QuarantineEntry } from './quarantine-entry.ts';
import { InvalidRedriveCommandError, readRedriveCommand, redriveCommandText } from './redrive-command.ts';
import type { RedriveCommand, RedriveOutcome } from './redrive-command.ts';
import { redrivePlan } from './redrive-plan.ts';
import type { LetterFate } from './redrive-plan.ts';

/** A command at work: its letters, and how far it got. Handled letters are not handled again under one ownership. */
interface Progress {
  readonly command: RedriveCommand;
  readonly before: QuarantineEntry | undefined;
  readonly letters: readonly (ParkedLetter & { readonly fate: LetterFate; readonly handling: Handling })[];
  /** Letters of the key that are left out for now. */
  readonly more: boolean;
  readonly done: ParkedLetter[];
  readonly outputs: PlacedOutput[];
  bytes: number;
}

/** How a command's turn ended: with what to commit, or with a letter to be tried again. */
export type RedriveTurn =
  | { readonly outputs: readonly PlacedOutput[] }
  | { readonly retryAfterMs: number; readonly error: unknown };

/** Carries out one command of a task; all it was told to commit has to be committed before its next turn. */
export interface Redrive {
  /**
   * Handles or drops letter after letter, in order. What comes of it, the release of the key and the act are committed
   * together; a stretch too large for one transaction, or a task that is to stop, leaves the rest to a command of its own.
   *
   * @throws InvalidRedriveCommandError where the record is no command
   * @throws RecordRefusedError where a handler returned what can't be produced: its state has to be restored
   */
  turn(): Promise<RedriveTurn>;
  /** Ends the command without touching a letter. */
  refuse(error: unknown): readonly PlacedOutput[];
}

interface RedriveOptions {
  readonly record: KafkaRecord;
  /** The topic whose letters the command is about. */
  readonly topic: string;
  readonly keys: ParkedKeys;
  readonly reader: LogReader;
  readonly runner: HandlingRunner;
  readonly settings: Pick<
    ResolvedOptions<unknown>,
    'limits' | 'logger' | 'group' | 'onEvent' | 'parkingTopics'
  >;
  readonly signal: AbortSignal;
  /** Whether the task is to stop soon. */
  readonly isStopping: () => boolean;
}

export const redrive = (options: RedriveOptions): Redrive => {
  const { record, topic, keys, reader, runner, settings, signal, isStopping } = options;
  const { limits, logger, group, onEvent } = settings;
  const { key, partition } = record;
  const topics = settings.parkingTopics(topic);
  let progress: Progress | undefined;

  const begin = async (): Promise<Progress> => {
    const command = readRedriveCommand(record, topic);
    const before = keys.entry(key);
    const { letters, more } = await parkedLetters({
      reader,
      topics,
      keys,
      key,
      command,
      signal,
      maxLetters: limits.maxBatchRecords,
      maxBytes: limits.maxBufferedBytes / 2,
    });
    const fates = redrivePlan(command, letters, before !== undefined);
    return {
      command,
      before,
      letters: letters.map((letter, index) => ({
        ...letter,
        fate: fates[index] ?? 'leave',
        handling: handlingOf(letter.record),
      })),
      more,
      done: [],
      outputs: [],
      bytes: 0,
    };
  };

  const act = (command: Parameters<typeof actRecord>[1], outcome: RedriveOutcome): PlacedOutput => {
    const { id } = command;
    const { outcome: result, records } = outcome;
    onEvent({ type: 'redrive-ended', partition, topic, outcome: result, records });
    logger.info('dead letters are settled', { group, topic, partition, id, outcome: result, records });
    return actRecord({ to: topics.acts, partition, key }, command, outcome);
  };

  /** A command that can't be read goes by its place. */
  const named = (): Parameters<typeof actRecord>[1] => {
    try {
      return readRedriveCommand(record, topic);
    } catch (error) {
      if (!(error instanceof InvalidRedriveCommandError)) throw error;
      return { id: `${record.topic}/${partition}/${record.offset}`, topic, partition };
    }
  };

  const conclude = (current: Progress, failure?: { readonly error: unknown }): readonly PlacedOutput[] => {
    const { command, before, letters, done, more } = current;
    const remaining = letters.filter((letter) => !done.includes(letter));
    const isCut = failure === undefined && done.length > 0;
    const isUnfinished = remaining.some(({ fate }) => fate !== 'leave') || more;
    const [first, last] = [done[0], done.at(-1)];
    const settled = first && last && { from: first.offset, to: last.offset };
    if (settled) keys.settle(key, settled);
    const outputs = [...current.outputs];
    if (before && key) {
      const firstOffset = remaining[0]?.record.offset ?? before.firstOffset;
      const count = Math.max(1, before.count - done.length);
      const entry = remaining.length > 0 || more ? { ...before, count, firstOffset } : undefined;
      keys.set(key, entry);
      outputs.push(quarantineRecord({ to: topics.quarantine, topic, partition, key }, entry));
      if (!entry) onEvent({ type: 'key-released', partition, topic });
    }
    const continues = isCut && isUnfinished;
    if (continues && last) {
      const rest = redriveCommandText({ ...command, from: last.offset + 1n });
      outputs.push({ topic: topics.redrive, partition, key, value: rest });
    }
    outputs.push(
      act(command, {
        outcome: failure ? 'failed' : command.action === 'redrive' ? 'redriven' : 'discarded',
        records: done.length,
        ...(failure ? { error: messageOf(failure.error) } : {}),
        ...(settled ? { settled } : {}),
        ...(continues ? { continues } : {}),
      }),
    );
    return outputs;
  };

  const takeLetters = async (current: Progress): Promise<RedriveTurn> => {
    for (const letter of current.letters) {
      if (letter.fate === 'leave' || current.done.includes(letter)) continue;
      if (current.done.length > 0 && (isStopping() || current.bytes > limits.maxBufferedBytes / 2)) break;
      if (letter.fate === 'handle') {
        try {
          const outputs = await runner.attempt(letter.handling);
          current.outputs.push(...outputs);
          current.bytes += outputs.reduce((sum, output) => sum + byteSize(output), 0);
        } catch (error) {
          signal.throwIfAborted();
          const retryAfterMs = runner.retryAfter(letter.handling, error);
          if (retryAfterMs !== undefined) return { retryAfterMs, error };
          if (letter.handling.returned !== undefined) throw new RecordRefusedError(record, error);
          return { outputs: conclude(current, { error }) };
        }
      }
      current.done.push(letter);
    }
    return { outputs: conclude(current) };
  };

  return {
    refuse: (error) => [act(named(), { outcome: 'failed', records: 0, error: messageOf(error) })],
    turn: async () => {
      progress ??= await begin();
      return takeLetters(progress);
    },
  };
};

const maxMessage = 1_024;

const messageOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, maxMessage);
