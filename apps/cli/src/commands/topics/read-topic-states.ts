import { topicDrift, type TopicAdmin, type TopicSettings } from '@orderflow/kafka/core';
import { agreement, type TopicState } from './topic-state.ts';

/**
 * Reads how the broker has each declared topic, in the order of the declaration, and after them, where asked for, the
 * undeclared ones by name.
 */
export async function readTopicStates(
  admin: TopicAdmin,
  declared: readonly TopicSettings[],
  { undeclared = false }: { readonly undeclared?: boolean } = {},
): Promise<readonly TopicState[]> {
  const present = new Set(await admin.listTopics());
  const declaredNames = declared.map(({ name }) => name);
  const others = undeclared
    ? [...present].filter((name) => !declaredNames.includes(name)).toSorted((a, b) => a.localeCompare(b))
    : [];
  const names = [...declaredNames, ...others];
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
