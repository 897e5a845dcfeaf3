import { consumerGroups, topics } from '@orderflow/contracts';
import { topicAdmin } from '@orderflow/kafka/core';
import { withAdmin, type Installation } from '@orderflow/test-harness';

/** Everything live that a replay could have left its mark on. */
export interface LiveFootprint {
  readonly topics: readonly string[];
  /** End offsets of every declared topic, by partition. */
  readonly ends: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly string[];
  /** Committed offsets by group and topic. */
  readonly committed: Readonly<Record<string, readonly string[]>>;
  /** Requests that the provider has ever answered on its own routes. */
  readonly providerRequests: number;
}

export async function liveFootprint({ brokers, psp }: Installation): Promise<LiveFootprint> {
  await using admin = topicAdmin({ brokers, clientId: 'footprint' });
  const ends: Record<string, readonly string[]> = {};
  for (const { name } of topics) ends[name] = (await admin.endOffsets(name)).map(String);
  const committed: Record<string, readonly string[]> = {};
  for (const { group, topics: read } of consumerGroups) {
    for (const topic of read) {
      committed[`${group} of ${topic}`] = (await admin.committedOffsets(group, topic)).map(String);
    }
  }
  const names = await withAdmin(async (kafka) => {
    const { groups } = await kafka.listGroups();
    return { topics: await kafka.listTopics(), groups: groups.map(({ groupId }) => groupId) };
  }, brokers);
  return {
    topics: names.topics.toSorted(),
    ends,
    groups: names.groups.toSorted(),
    committed,
    providerRequests: await providerRequests(psp.url),
  };
}

/** By the provider's own metric, which counts its own routes apart from those for operators. */
async function providerRequests(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return metrics
    .split('\n')
    .filter((line) => /^orderflow_http_request_duration_seconds_count\{.*route="\/charges/.test(line))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
