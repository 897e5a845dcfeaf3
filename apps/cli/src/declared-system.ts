import { consumerGroups, topics, type ConsumerGroup } from '@orderflow/contracts';
import type { TopicSettings } from '@orderflow/kafka/core';

/** What there has to be: a broker is compared with it. */
export interface DeclaredSystem {
  readonly topics: readonly TopicSettings[];
  readonly groups: readonly ConsumerGroup[];
}

/** The system that packages/contracts declares. */
export const orderflowSystem: DeclaredSystem = { topics, groups: consumerGroups };
