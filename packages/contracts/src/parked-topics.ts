import type { TopicDeclaration } from './topic-declaration.ts';

const day = 86_400_000;

/** The topic that takes what `group` can't handle of `topic`. */
export function deadLetterTopic(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}

/** The topic that holds which keys of `topic` wait in `group`, one record a key; a tombstone releases it. */
export function quarantineTopic(topic: string, group: string): string {
  return `${topic}.${group}.quarantine`;
}

/** The topic that takes what an operator wants done with the dead letters of `topic` in `group`. */
export function redriveTopic(topic: string, group: string): string {
  return `${topic}.${group}.redrive`;
}

/** The topic that tells what came of each of those commands. */
export function actsTopic(topic: string, group: string): string {
  return `${deadLetterTopic(topic, group)}.acts`;
}

/**
 * The topics that stand beside a source for one group that reads it. All have the source's partitions, so that what
 * concerns partition p stays with the task that owns it.
 */
export function parkedTopics(source: TopicDeclaration, group: string): readonly TopicDeclaration[] {
  const beside = {
    ...source,
    cleanup: 'delete',
    retentionMs: 'forever',
    // A record whole, and beside it the error, its trace and the coordinates.
    maxMessageBytes: source.maxMessageBytes + source.maxMessageBytes / 8,
  } as const;
  return [
    { ...beside, name: deadLetterTopic(source.name, group) },
    { ...beside, name: quarantineTopic(source.name, group), cleanup: 'compact' },
    // What was asked for is told by the acts as well, for ever.
    { ...beside, name: redriveTopic(source.name, group), retentionMs: 30 * day },
    { ...beside, name: actsTopic(source.name, group), key: 'act-id' },
  ];
}
