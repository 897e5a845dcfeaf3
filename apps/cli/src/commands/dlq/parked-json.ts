import { jsonBytes, type JsonBytes } from '../../output/bytes.ts';
import { timeText } from '../../output/record-text.ts';
import { isUnsettled, type LetterState, type TrackedLetter } from './letter.ts';
import type { Parked } from './read-parked.ts';

/** One dead letter in a list. */
export interface LetterJson {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: JsonBytes;
  readonly reason: TrackedLetter['reason'];
  readonly state: LetterState;
  readonly sourceOffset: bigint;
  readonly sourceTimestamp: string;
  readonly attempts: number;
  readonly error: TrackedLetter['error'];
  readonly commands: readonly string[];
}

/** What one group has parked of one topic, in counts. */
export interface ParkedJson {
  readonly topic: string;
  readonly group: string;
  readonly deadLetterTopic: string;
  readonly total: number;
  readonly open: { readonly failed: number; readonly waiting: number };
  readonly ordered: number;
  readonly redriven: number;
  readonly discarded: number;
  readonly quarantined: readonly {
    readonly partition: number;
    readonly key: JsonBytes;
    readonly count: number;
    readonly firstOffset: bigint;
    readonly since: string;
  }[];
  /** Those that are not settled; null where they were not asked for. */
  readonly letters: readonly LetterJson[] | null;
}

export const parkedJson = (
  { source, letters, quarantined }: Parked,
  show: { readonly letters: boolean },
): ParkedJson => {
  const count = (state: LetterState, reason?: TrackedLetter['reason']): number =>
    letters.filter((each) => each.state === state && (reason === undefined || each.reason === reason)).length;
  return {
    topic: source.topic,
    group: source.group,
    deadLetterTopic: source.deadLetters,
    total: letters.length,
    open: { failed: count('open', 'failed'), waiting: count('open', 'waiting') },
    ordered: count('ordered'),
    redriven: count('redriven'),
    discarded: count('discarded'),
    quarantined: quarantined.map(({ partition, key, count, firstOffset, since }) => ({
      partition,
      key: jsonBytes(key),
      count,
      firstOffset,
      since: timeText(since),
    })),
    letters: show.letters ? letters.filter(isUnsettled).map(letterJson) : null,
  };
};

export const letterJson = (letter: TrackedLetter): LetterJson => ({
  partition: letter.partition,
  offset: letter.offset,
  key: jsonBytes(letter.key),
  reason: letter.reason,
  state: letter.state,
  sourceOffset: letter.source.offset,
  sourceTimestamp: timeText(letter.source.timestamp),
  attempts: letter.attempts,
  error: letter.error,
  commands: letter.commands,
});
