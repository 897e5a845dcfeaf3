import { type GroupAdmin, type GroupPosition, UnknownTopicError } from '@orderflow/kafka/core';
import type { DeclaredSystem } from '../../declared-system.ts';
import { type GroupState, positionState } from './group-state.ts';

/** Reads a group with its position on every topic that it is declared to read or has committed offsets of. */
export async function readGroupState(
  admin: GroupAdmin,
  group: string,
  { system, now }: { readonly system: DeclaredSystem; readonly now: number },
): Promise<GroupState> {
  const declared = system.groups.filter((each) => each.group === group);
  const [description, committed] = await Promise.all([admin.describe(group), admin.topicsOf(group)]);
  const topics = [...new Set([...declared.flatMap(({ topics }) => topics), ...committed])];
  const positions: GroupPosition[] = [];
  const missingTopics: string[] = [];
  for (const topic of topics) {
    const found = await positionsIfPresent(admin, group, topic);
    if (found === undefined) missingTopics.push(topic);
    else positions.push(...found);
  }
  return {
    ...description,
    declared: declared.length > 0,
    positions: positions.map((position) => positionState(position, now)),
    missingTopics,
  };
}

const positionsIfPresent = async (
  admin: GroupAdmin,
  group: string,
  topic: string,
): Promise<readonly GroupPosition[] | undefined> => {
  try {
    return await admin.positions(group, topic);
  } catch (error) {
    if (error instanceof UnknownTopicError) return undefined;
    throw error;
  }
};
