import { table } from '../../output/table.ts';
import { driftLine } from './drift-text.ts';
import { retentionText } from './topic-list-text.ts';
import type { TopicState } from './topic-state.ts';

export const topicText = (topic: TopicState): string => {
  const settings = topic.found ?? topic.declared;
  const lines = [
    `${topic.name}: ${topic.state}`,
    `  partitions  ${settings?.partitions ?? ''}`,
    `  cleanup     ${settings?.cleanup ?? ''}`,
    `  kept        ${retentionText(settings?.retentionMs ?? 'forever')}`,
    `  batches     up to ${settings?.maxMessageBytes ?? '?'} bytes`,
    ...topic.drift.map((drift) => `  ! ${driftLine(drift)}`),
  ];
  return `${lines.join('\n')}\n\n${partitionTable(topic)}`;
};

const partitionTable = ({ partitions }: TopicState): string =>
  table(
    [
      { title: 'PARTITION', align: 'right' },
      { title: 'START', align: 'right' },
      { title: 'LAST STABLE', align: 'right' },
      { title: 'END', align: 'right' },
    ],
    partitions.map(({ partition, start, lastStable, end }) =>
      [partition, start, lastStable, end].map(String),
    ),
  );
