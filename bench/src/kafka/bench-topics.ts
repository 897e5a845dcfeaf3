import { parkingTopics } from '@orderflow/kafka/core';
import { createTopics, randomName } from '@orderflow/test-harness';

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
  const created = new AsyncDisposableStack();
  const config: Record<string, string> =
    retentionBytes === undefined
      ? {}
      : { 'retention.bytes': String(retentionBytes), 'segment.bytes': String(retentionBytes) };
  const create = async (...names: readonly string[]): Promise<void> => {
    created.use(
      await createTopics(
        names.map((name) => ({ name, partitions, config })),
        brokers,
      ),
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
    [Symbol.asyncDispose]: () => created.disposeAsync(),
  };
}
