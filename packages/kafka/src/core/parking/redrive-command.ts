import type { KafkaRecord } from '../record.ts';

/** What an operator wants of dead letters: handle them again, or drop them. */
export type RedriveAction = 'redrive' | 'discard';

/** An operator's word on the dead letters of one key in one partition; its record's key is theirs. */
export interface RedriveCommand {
  readonly id: string;
  readonly action: RedriveAction;
  readonly topic: string;
  readonly partition: number;
  /** First and last offset in the dead-letter topic, both included. */
  readonly from: bigint;
  readonly to: bigint;
  /** Who asks, why, and when (RFC 3339): all of it is kept with what became of it. */
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** What came of a command: `failed` at the first letter that can't be handled still, which stays where it is. */
export interface RedriveOutcome {
  readonly outcome: 'redriven' | 'discarded' | 'failed';
  /** Letters handled or dropped. */
  readonly records: number;
  readonly error?: string;
  /** The dead letters of the key in this stretch are settled: no command touches them again. */
  readonly settled?: { readonly from: bigint; readonly to: bigint };
  /** The rest is left to a command that the owner wrote itself. */
  readonly continues?: boolean;
}

/** The command's record is not what it has to be. */
export class InvalidRedriveCommandError extends Error {
  readonly code = 'INVALID_REDRIVE_COMMAND';

  constructor(
    { topic, offset }: Pick<KafkaRecord, 'topic' | 'offset'>,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${topic}@${offset} is no re-drive command: ${reason}`, options);
    this.name = 'InvalidRedriveCommandError';
  }
}

const texts = ['id', 'topic', 'by', 'reason', 'at'] as const;

/** Reads a command and checks that it lies where it belongs. @throws InvalidRedriveCommandError */
export const readRedriveCommand = (record: KafkaRecord, topic: string): RedriveCommand => {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new InvalidRedriveCommandError(record, reason, { cause });
  };
  const fields = fieldsOf(record, refuse);
  const text = (name: (typeof texts)[number]): string => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? value : refuse(`${name} is missing`);
  };
  const offset = (name: 'from' | 'to'): bigint => {
    const value = fields[name];
    return typeof value === 'string' && /^\d{1,19}$/.test(value)
      ? BigInt(value)
      : refuse(`${name} is no offset`);
  };
  const { action, partition } = fields;
  if (action !== 'redrive' && action !== 'discard') return refuse('action is neither redrive nor discard');
  if (text('topic') !== topic || partition !== record.partition) {
    return refuse(`it belongs to ${text('topic')}[${String(partition)}]`);
  }
  const [id, by, reason, at] = [text('id'), text('by'), text('reason'), text('at')];
  return { id, action, topic, partition, from: offset('from'), to: offset('to'), by, reason, at };
};

const fieldsOf = (
  { value }: KafkaRecord,
  refuse: (reason: string, cause?: unknown) => never,
): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(value?.toString('utf8') ?? 'null');
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch (error) {
    return refuse('its value is no JSON', error);
  }
  return refuse('its value is no JSON object');
};

/** A command as text, as it is written by whoever gives it. */
export const redriveCommandText = (command: RedriveCommand): string =>
  JSON.stringify({ ...command, from: command.from.toString(), to: command.to.toString() });
