import type { GroupMember } from '@orderflow/kafka/core';
import { table } from '../../output/table.ts';
import { stateText } from './group-list-text.ts';
import { type GroupState, isOutside } from './group-state.ts';

export const groupText = (group: GroupState): string => {
  const lines = [
    `${group.group}: ${stateText(group)}${group.declared ? '' : ', undeclared'}`,
    ...group.missingTopics.map((topic) => `  ! topic ${topic} is missing`),
  ];
  const members = group.members.length === 0 ? 'No members.\n' : memberTable(group.members);
  return `${lines.join('\n')}\n\n${members}\n${positionTable(group)}`;
};

const memberTable = (members: readonly GroupMember[]): string =>
  table(
    [{ title: 'INSTANCE' }, { title: 'HOST' }, { title: 'MEMBER' }, { title: 'PARTITIONS' }],
    members.map(({ instanceId = '-', host, memberId, assigned }) => [
      instanceId,
      host,
      memberId,
      assigned.map(({ topic, partitions }) => `${topic}[${partitions.join(',')}]`).join(' '),
    ]),
  );

const positionTable = ({ positions }: GroupState): string =>
  table(
    [
      { title: 'TOPIC' },
      { title: 'PARTITION', align: 'right' },
      { title: 'COMMITTED', align: 'right' },
      { title: 'LAST STABLE', align: 'right' },
      { title: 'LAG', align: 'right' },
      { title: 'SECONDS', align: 'right' },
      { title: '' },
    ],
    positions.map((position) => [
      position.topic,
      String(position.partition),
      String(position.committed ?? '-'),
      String(position.lastStable),
      String(position.lag),
      String(position.lagSeconds),
      isOutside(position) ? '! outside the log' : '',
    ]),
  );
