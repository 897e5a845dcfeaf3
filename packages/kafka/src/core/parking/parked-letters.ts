import type { LogReader } from '../log-reader.ts';
import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord } from '../record.ts';
import { originalOf, reasonOf } from './dead-letter.ts';
import type { DeadLetterReason } from './dead-letter.ts';
import type { ParkedKeys } from './parked-keys.ts';
import type { ParkingTopics } from './parking-topics.ts';
import type { RedriveCommand } from './redrive-command.ts';

/** A dead letter that no command has settled. */
export interface ParkedLetter {
  /** In the dead-letter topic. */
  readonly offset: bigint;
  readonly reason: DeadLetterReason;
  /** What its handler will see. */
  readonly record: KafkaRecord;
}

interface Search {
  readonly reader: Pick<LogReader, 'readPartition' | 'offsetForTime'>;
  readonly topics: ParkingTopics;
  readonly keys: ParkedKeys;
  readonly key: Buffer | null;
  readonly command: RedriveCommand;
  readonly maxLetters: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * The unsettled dead letters of a key that a command concerns, in order: of a quarantined key all from its first, else those
 * in the command's stretch. Bounded; `more` when some were left out.
 */
export const parkedLetters = async (
  search: Search,
): Promise<{ readonly letters: readonly ParkedLetter[]; readonly more: boolean }> => {
  const { reader, topics, keys, key, command, maxLetters, maxBytes, signal } = search;
  const { topic, partition } = command;
  const entry = keys.entry(key);
  const from = entry ? await reader.offsetForTime(topics.deadLetters, partition, entry.since) : command.from;
  const letters: ParkedLetter[] = [];
  let bytes = 0;
  for await (const letter of reader.readPartition(topics.deadLetters, partition, { from, signal })) {
    const { offset } = letter;
    if (!entry && offset > command.to) break;
    if (!isSame(letter.key, key) || keys.isSettled(key, offset)) continue;
    const record = originalOf(letter);
    if (record?.topic !== topic) continue;
    bytes += byteSize(record);
    if (letters.length === maxLetters || (bytes > maxBytes && letters.length > 0)) {
      return { letters, more: true };
    }
    letters.push({ offset, reason: reasonOf(letter), record });
  }
  return { letters, more: false };
};

const isSame = (one: Buffer | null, other: Buffer | null): boolean =>
  one === null || other === null ? one === other : one.equals(other);
