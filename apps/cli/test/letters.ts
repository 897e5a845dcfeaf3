import type { RecordedAct, RedriveCommand, RedriveOutcome } from '@orderflow/kafka/core';
import type { Letter, TrackedLetter } from '../src/commands/dlq/letter.ts';
import type { KeyedCommand } from '../src/commands/dlq/track-letters.ts';

const bytes = (key: string | null): Buffer | null => (key === null ? null : Buffer.from(key));

export const letter = (offset: bigint, key: string | null = 'a', fields: Partial<Letter> = {}): Letter => ({
  partition: 0,
  offset,
  key: bytes(key),
  reason: 'failed',
  source: { offset: offset + 100n, timestamp: 0 },
  attempts: 1,
  error: { name: 'Error', message: '' },
  ...fields,
});

export const tracked = (
  offset: bigint,
  fields: Partial<TrackedLetter> = {},
  key: string | null = 'a',
): TrackedLetter => ({ ...letter(offset, key), state: 'open', commands: [], ...fields });

export const ordered = (
  id: string,
  from: bigint,
  to: bigint,
  { action = 'redrive', key = 'a' }: { action?: RedriveCommand['action']; key?: string | null } = {},
): KeyedCommand => ({
  key: bytes(key),
  command: {
    id,
    action,
    topic: 't',
    partition: 0,
    from,
    to,
    by: 'ana',
    reason: 'fixed',
    at: '2026-01-31T12:00:00Z',
  },
});

/** The act of a command that settled a stretch, or none. */
export const acted = (
  { command, key }: KeyedCommand,
  settled?: readonly [from: bigint, to: bigint],
  outcome: Partial<RedriveOutcome> = {},
): RecordedAct => ({
  id: command.id,
  partition: command.partition,
  key,
  command,
  outcome: {
    outcome: command.action === 'redrive' ? 'redriven' : 'discarded',
    records: settled === undefined ? 0 : 1,
    ...(settled === undefined ? {} : { settled: { from: settled[0], to: settled[1] } }),
    ...outcome,
  },
});
