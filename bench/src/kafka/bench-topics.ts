import { parkingTopics } from '@orderflow/kafka/core';
import { randomName, withAdmin } from '@orderflow/test-harness';

export const partitions = 4;

/** Topics of one measurement, gone with it. */
export interface BenchTopics extends AsyncDisposable {
  readonly input: string;
  readonly output: string;
  /** A new group, with the topics our transport parks its records in. */
  group(): Promise<string>;
}

/** @param retentionBytes that a partition keeps, for a load that feeds itself; by default it keeps all. */
export async function benchTopics(brokers: readonly string[], retentionBytes?: number): Promise<BenchTopics> {
  const created: string[] = [];
  const create = async (...names: readonly string[]): Promise<void> => {
    created.push(...names);
    const bounded =
      retentionBytes === undefined
        ? []
        : [
            { name: 'retention.bytes', value: String(retentionBytes) },
            { name: 'segment.bytes', value: String(retentionBytes) },
          ];
    await withAdmin(
      (client) =>
        client.createTopics({
          waitForLeaders: true,
          topics: names.map((topic) => ({
            topic,
            numPartitions: partitions,
            replicationFactor: 1,
            configEntries: bounded,
          })),
        }),
      brokers,
    );
  };
  const input = randomName('bench_in');
  const output = randomName('bench_out');
  await create(input, output);
  return {
    input,
    output,
    group: async () => {
      const group = randomName('bench');
      await create(...Object.values(parkingTopics(input, group)));
      return group;
    },
    async [Symbol.asyncDispose]() {
      await withAdmin((client) => client.deleteTopics({ topics: created }), brokers);
    },
  };
}
