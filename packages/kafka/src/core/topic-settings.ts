import type { Admin } from 'kafkajs';
import { ConfigResourceTypes } from '../kafkajs/index.ts';

/** A topic as it should be, or as a broker has it; structurally what contracts declare. */
export interface TopicSettings {
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly retentionMs: number | 'forever';
  /** In bytes; by default the broker's. */
  readonly maxMessageBytes?: number;
}

/** One setting of an existing topic that differs from its declaration. */
export interface TopicDrift {
  readonly topic: string;
  /** Kafka's name of the setting, `partitions`, or `topic` where there is none at all. */
  readonly setting: string;
  readonly declared: string;
  readonly found: string;
}

/** The configuration that a declaration asks for, by Kafka's names. */
export const topicConfig = ({
  cleanup,
  retentionMs,
  maxMessageBytes,
}: TopicSettings): Record<string, string> => ({
  'cleanup.policy': cleanup,
  'retention.ms': retentionMs === 'forever' ? '-1' : String(retentionMs),
  ...(maxMessageBytes === undefined ? {} : { 'max.message.bytes': String(maxMessageBytes) }),
});

/** Every difference between a topic and its declaration; what the declaration leaves to the broker is none. */
export const topicDrift = (declared: TopicSettings, found: TopicSettings | undefined): TopicDrift[] => {
  const topic = declared.name;
  if (found === undefined) return [{ topic, setting: 'topic', declared: 'present', found: 'missing' }];
  const settingsOf = (settings: TopicSettings): Record<string, string> => ({
    partitions: String(settings.partitions),
    ...topicConfig(settings),
  });
  const has = settingsOf(found);
  return Object.entries(settingsOf(declared))
    .map(([setting, value]) => ({ topic, setting, declared: value, found: has[setting] ?? '' }))
    .filter((drift) => drift.declared !== drift.found);
};

/** The settings of topics that exist, in the order of their names; one that doesn't is an error of the broker. */
export const readTopicSettings = async (
  admin: Pick<Admin, 'fetchTopicMetadata' | 'describeConfigs'>,
  names: readonly string[],
): Promise<readonly TopicSettings[]> => {
  if (names.length === 0) return [];
  const configNames = ['cleanup.policy', 'retention.ms', 'max.message.bytes'];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
  });
  return names.map((name) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const config = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    const retentionMs = Number(config.get('retention.ms') ?? '-1');
    return {
      name,
      partitions: topics.find((topic) => topic.name === name)?.partitions.length ?? 0,
      cleanup: cleanupOf(config.get('cleanup.policy') ?? ''),
      retentionMs: retentionMs < 0 ? 'forever' : retentionMs,
      maxMessageBytes: Number(config.get('max.message.bytes') ?? '0'),
    };
  });
};

/** A broker keeps the policies in the order in which they were written. */
const cleanupOf = (policy: string): TopicSettings['cleanup'] => {
  const compact = policy.split(',').includes('compact');
  if (!compact) return 'delete';
  return policy.split(',').includes('delete') ? 'compact,delete' : 'compact';
};
