import { table } from '../../output/table.ts';
import { type GroupState, totalLag } from './group-state.ts';

export const groupListText = ({ groups }: { readonly groups: readonly GroupState[] }): string =>
  table(
    [
      { title: 'GROUP' },
      { title: 'STATE' },
      { title: 'MEMBERS', align: 'right' },
      { title: 'LAG', align: 'right' },
      { title: 'SECONDS', align: 'right' },
      { title: 'TOPICS' },
    ],
    groups.map((group) => [
      group.group,
      stateText(group),
      String(group.members.length),
      String(totalLag(group)),
      String(Math.max(0, ...group.positions.map(({ lagSeconds }) => lagSeconds))),
      [...new Set(group.positions.map(({ topic }) => topic))].join(', '),
    ]),
  );

/** Kafka's word for a group that it doesn't know would frighten whoever has not started it yet. */
export const stateText = ({ state }: Pick<GroupState, 'state'>): string =>
  state === 'Dead' ? 'never joined' : state;
