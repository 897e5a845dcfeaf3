import type { GroupAdmin } from '@orderflow/kafka/core';
import { usageError } from '../../cli.error.ts';
import type { Session } from '../../session.ts';
import type { GroupState } from './group-state.ts';
import { readGroupState } from './read-group-state.ts';

/**
 * Reads a group that is declared or that the broker knows.
 * @throws CliError with exit code 2 for any other: a name mistyped must not look like a group at rest
 */
export async function knownGroup(
  admin: GroupAdmin,
  group: string,
  { system, io }: Pick<Session, 'system' | 'io'>,
): Promise<GroupState> {
  const state = await readGroupState(admin, group, { system, now: io.now() });
  if (!state.declared && state.state === 'Dead' && state.positions.length === 0) {
    throw usageError(`no group is called ${group}, neither declared nor on the broker`);
  }
  return state;
}
