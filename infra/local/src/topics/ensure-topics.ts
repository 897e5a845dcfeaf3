import { topics } from '@orderflow/contracts';
import { topicAdmin, type TopicSettings } from '@orderflow/kafka/core';
import { heartbeatTopic } from '../connect/orders-outbox.ts';
import { SetupError } from '../setup-error.ts';

/** Every topic of the system: what packages/contracts declares, and where the connector's heartbeats go. */
export const declaredTopics: readonly TopicSettings[] = [
  ...topics,
  { name: heartbeatTopic('orders'), partitions: 1, cleanup: 'delete', retentionMs: 3_600_000 },
];

/**
 * Creates the declared topics that are missing and compares those that exist; it alters none.
 * @returns names of the topics that it created.
 * @throws SetupError TOPICS_DIFFER with every difference.
 */
export async function ensureTopics(
  brokers: readonly string[],
  declared: readonly TopicSettings[] = declaredTopics,
): Promise<readonly string[]> {
  await using admin = topicAdmin({ brokers, clientId: 'orderflow-infra' });
  const { created, drift } = await admin.ensureTopics(declared);
  if (drift.length === 0) return created;
  const differences = drift.map(
    ({ topic, setting, declared, found }) => `${topic} has ${setting} ${found} instead of ${declared}`,
  );
  throw new SetupError(
    'TOPICS_DIFFER',
    `Topics differ from their declaration: ${differences.join('; ')}`,
    'Alter them by hand, or `pnpm infra:reset` in development.',
  );
}
