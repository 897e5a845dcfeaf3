import type { KafkaRecord } from '../record.ts';
import { keyHeader } from './act.ts';
import { InvalidRedriveCommandError, readRedriveCommand } from './redrive-command.ts';
import type { RedriveCommand, RedriveOutcome } from './redrive-command.ts';

/** What became of a command, as the acts keep it. */
export interface RecordedAct {
  /** The command's; where that could not be read, where it stood. Acts that continue one another share it. */
  readonly id: string;
  readonly partition: number;
  /** The key of the dead letters. */
  readonly key: Buffer | null;
  /** What was asked for; undefined where nobody could read it. */
  readonly command: RedriveCommand | undefined;
  readonly outcome: RedriveOutcome;
}

/** Reads what `actRecord` wrote; undefined for a record that is no act. */
export const readAct = (record: KafkaRecord): RecordedAct | undefined => {
  const value = objectOf(record.value);
  const { id, topic, outcome, records, error, continues } = value ?? {};
  if (typeof id !== 'string' || typeof topic !== 'string' || typeof records !== 'number') return undefined;
  if (outcome !== 'redriven' && outcome !== 'discarded' && outcome !== 'failed') return undefined;
  const settled = stretchOf(value?.['settled']);
  return {
    id,
    partition: record.partition,
    key: record.headers.find(([name]) => name === keyHeader)?.[1] ?? null,
    command: commandOf(record, topic),
    outcome: {
      outcome,
      records,
      ...(typeof error === 'string' ? { error } : {}),
      ...(settled === undefined ? {} : { settled }),
      ...(continues === true ? { continues } : {}),
    },
  };
};

/** An act repeats the fields of its command. */
const commandOf = (act: KafkaRecord, topic: string): RedriveCommand | undefined => {
  try {
    return readRedriveCommand(act, topic);
  } catch (error) {
    if (error instanceof InvalidRedriveCommandError) return undefined;
    throw error;
  }
};

const stretchOf = (value: unknown): RedriveOutcome['settled'] => {
  if (typeof value !== 'object' || value === null || !('from' in value && 'to' in value)) return undefined;
  const { from, to } = value;
  return typeof from === 'string' && typeof to === 'string'
    ? { from: BigInt(from), to: BigInt(to) }
    : undefined;
};

const objectOf = (value: Buffer | null): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed: unknown = JSON.parse(value?.toString('utf8') ?? 'null');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
