import { topicDrift, type TopicAdmin, type TopicSettings } from '@orderflow/kafka/core';
import { agreement, type TopicState } from './topic-state.ts';

/** Reads how the broker has each of some topics, in the order of the names, beside what is declared of them. */
export async function readTopicStates(
  admin: TopicAdmin,
  declared: readonly TopicSettings[],
  names: readonly string[],
): Promise<readonly TopicState[]> {
  const present = new Set(await admin.listTopics());
  const settings = await admin.settings(names.filter((name) => present.has(name)));
  return Promise.all(
    names.map(async (name) => {
      const declaration = declared.find((topic) => topic.name === name) ?? null;
      const found = settings.find((topic) => topic.name === name) ?? null;
      const drift = declaration === null ? [] : topicDrift(declaration, found ?? undefined);
      return {
        name,
        state: agreement(declaration, found, drift),
        declared: declaration,
        found,
        drift,
        partitions: found === null ? [] : (await admin.describe(name)).partitions,
      };
    }),
  );
}
