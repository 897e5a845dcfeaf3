import { durationText } from '../../output/duration-text.ts';
import { table } from '../../output/table.ts';
import { offsetsHeld, type TopicState } from './topic-state.ts';

export const topicListText = ({ topics }: { readonly topics: readonly TopicState[] }): string =>
  table(
    [
      { title: 'TOPIC' },
      { title: 'PARTITIONS', align: 'right' },
      { title: 'CLEANUP' },
      { title: 'KEPT' },
      { title: 'OFFSETS', align: 'right' },
      { title: 'STATE' },
    ],
    topics.map((topic) => {
      const settings = topic.found ?? topic.declared;
      return [
        topic.name,
        String(settings?.partitions ?? ''),
        settings?.cleanup ?? '',
        retentionText(settings?.retentionMs ?? 'forever'),
        topic.found === null ? '-' : String(offsetsHeld(topic)),
        topic.state,
      ];
    }),
  );

export const retentionText = (retentionMs: number | 'forever'): string =>
  retentionMs === 'forever' ? 'for ever' : durationText(retentionMs);
