import type { KafkaRecord, OutputRecord } from '../record.ts';
import type { RedriveCommand, RedriveOutcome } from './redrive-command.ts';

/** The header that carries the key's bytes: an act's own key is its command's id. */
export const keyHeader = 'dlq_key';

/** A stretch of dead letters of one key that no command touches again. */
export interface Settled {
  readonly key: Buffer | null;
  readonly from: bigint;
  readonly to: bigint;
}

/** What is known of a command that can't be read: where it stands. */
type Unreadable = Pick<RedriveCommand, 'id' | 'topic' | 'partition'>;

/** The lasting record of a command and what became of it, written in the transaction in which it came about. */
export const actRecord = (
  at: { readonly to: string; readonly partition: number; readonly key: Buffer | null },
  command: RedriveCommand | Unreadable,
  outcome: RedriveOutcome,
): OutputRecord & { readonly partition: number } => ({
  topic: at.to,
  partition: at.partition,
  key: command.id,
  value: JSON.stringify({ ...command, ...outcome }, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  ),
  headers: [[keyHeader, at.key]],
});

/** The stretch that an act settled, if any. @throws SyntaxError, TypeError when it is no act: somebody else wrote it */
export const settledBy = (act: KafkaRecord): Settled | undefined => {
  const { settled }: { settled?: { from?: unknown; to?: unknown } } = JSON.parse(
    act.value?.toString('utf8') ?? '{}',
  );
  if (settled === undefined) return undefined;
  const { from, to } = settled;
  if (typeof from !== 'string' || typeof to !== 'string') {
    throw new TypeError(`${act.topic}@${act.offset} is no act`);
  }
  const key = act.headers.find(([name]) => name === keyHeader)?.[1] ?? null;
  return { key, from: BigInt(from), to: BigInt(to) };
};
