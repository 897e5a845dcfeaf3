import type { DeadLetter } from '@orderflow/kafka/core';

/** What has become of a dead letter; `ordered` is told what to become of it and not yet carried out. */
export type LetterState = 'open' | 'ordered' | 'redriven' | 'discarded';

/** A dead letter without its payload: as much as lists, choices and plans need. */
export interface Letter {
  readonly partition: number;
  /** In the dead-letter topic. */
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly reason: DeadLetter['reason'];
  readonly source: { readonly offset: bigint; readonly timestamp: number };
  readonly attempts: number;
  /** null for one that waits. */
  readonly error: { readonly name: string; readonly message: string } | null;
}

/** A dead letter and where it stands. */
export interface TrackedLetter extends Letter {
  readonly state: LetterState;
  /** Ids of the commands that were about it, in order. */
  readonly commands: readonly string[];
}

export const toLetter = ({ original, parkedAt, reason, attempts, error }: DeadLetter): Letter => ({
  partition: parkedAt.partition,
  offset: parkedAt.offset,
  key: original.key,
  reason,
  source: { offset: original.offset, timestamp: original.timestamp },
  attempts,
  error: error === undefined ? null : { name: error.name, message: error.message },
});

/** What the dead letters of one key in one partition have in common; a key that is empty is none that is missing. */
export const laneOf = ({ partition, key }: Pick<Letter, 'partition' | 'key'>): string =>
  `${partition} ${key === null ? 'none' : `key ${key.toString('base64')}`}`;

/** Whether something can still become of it. */
export const isUnsettled = ({ state }: Pick<TrackedLetter, 'state'>): boolean =>
  state === 'open' || state === 'ordered';
