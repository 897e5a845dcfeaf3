import type { KafkaRecord } from '@orderflow/kafka/core';
import type { RebuildableHandler } from '../rebuild/rebuildable-handler.ts';
import { ReplayError } from '../replay.errors.ts';
import type { VerifiableHandler } from '../verify/verifiable-handler.ts';

/** A handler that may be replayed. */
export type ReplayableHandler = RebuildableHandler | VerifiableHandler;

/** A handler by its name, opened only when it is asked for: each needs other rights. */
export interface ReplayEntry {
  readonly group: string;
  readonly topic: string;
  readonly mode: ReplayableHandler['mode'];
  /** Connects it; disposed of at the end. */
  open(): Promise<AsyncDisposable & { readonly handler: ReplayableHandler }>;
}

/** A group as it is declared, with what it may be replayed by. */
export interface DeclaredGroup {
  readonly group: string;
  readonly topics: readonly string[];
  readonly mode: ReplayableHandler['mode'] | 'never';
}

/** All that a service's replay program is made of. */
export interface ReplayComposition {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** The service's own groups. */
  readonly declared: readonly DeclaredGroup[];
  readonly entries: readonly ReplayEntry[];
  /** The type of a record, for the counts by type. */
  readonly typeOf: (record: KafkaRecord) => string | undefined;
}

/**
 * Refuses a program whose code and declaration say different things of a handler: a mode is declared in one place, and what is
 * declared must exist.
 * @throws ReplayError MODE_MISMATCH
 */
export function assertAsDeclared({
  declared,
  entries,
}: Pick<ReplayComposition, 'declared' | 'entries'>): void {
  const name = (group: string, topic: string, mode: string) => `${topic} for ${group}: ${mode}`;
  const promised = declared.flatMap(({ group, topics, mode }) =>
    mode === 'never' ? [] : topics.map((topic) => name(group, topic, mode)),
  );
  const given = entries.map(({ group, topic, mode }) => name(group, topic, mode));
  const [missing, extra] = [
    promised.filter((each) => !given.includes(each)),
    given.filter((each) => !promised.includes(each)),
  ];
  if (missing.length + extra.length === 0) return;
  throw new ReplayError(
    'MODE_MISMATCH',
    `declared and not there: ${missing.join(', ') || 'none'}; there and not declared: ${extra.join(', ') || 'none'}`,
  );
}

/** @throws ReplayError UNKNOWN_HANDLER, REPLAY_NOT_ALLOWED */
export function findEntry(
  { declared, entries }: Pick<ReplayComposition, 'declared' | 'entries'>,
  { group, topic }: { readonly group: string; readonly topic: string },
): ReplayEntry {
  const known = declared.find((each) => each.group === group && each.topics.includes(topic));
  if (known === undefined) {
    throw new ReplayError('UNKNOWN_HANDLER', `this service has no handler of ${topic} in group ${group}`);
  }
  const entry = entries.find((each) => each.group === group && each.topic === topic);
  if (entry === undefined) {
    throw new ReplayError(
      'REPLAY_NOT_ALLOWED',
      `the handler of ${topic} in group ${group} may never be replayed`,
    );
  }
  return entry;
}
