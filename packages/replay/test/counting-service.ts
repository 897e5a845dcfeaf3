import { headerText, type KafkaRecord } from '@orderflow/kafka/core';
import type { RebuildableHandler, VerifiableHandler } from '../src/index.ts';

/** A read model that counts the records of each key, and its shadow. */
export const countingReadModel = (onBatch: () => Promise<void> = async () => undefined) => {
  const shadow = new Map<string, number>();
  const count = async (records: readonly KafkaRecord[]) => {
    for (const { key } of records) {
      const name = key?.toString() ?? '';
      shadow.set(name, (shadow.get(name) ?? 0) + 1);
    }
  };
  const handler: RebuildableHandler = {
    mode: 'rebuild',
    shadow: {
      begin: async () => shadow.clear(),
      write: async (_, records) => {
        await count(records);
        await onBatch();
      },
      follow: (_, catchUp) => catchUp(count),
      compare: async () => ({ rows: shadow.size, differing: 0, differences: [] }),
      switch: async () => ({ active: 'b', before: 'a' }),
      revert: async () => ({ active: 'a', before: 'b' }),
    },
  };
  return { handler, shadow };
};

/** A handler that answers each record with one in `outputTopic`, its id that of the record. */
export const echoHandler = (outputTopic: string): VerifiableHandler => ({
  mode: 'verify',
  outputTopic,
  inputId: ({ headers }) => headerText(headers, 'id'),
  identify: ({ headers }) => {
    const id = headerText(headers, 'id');
    return id === undefined ? undefined : { id, causeId: id };
  },
  effects: () => ({ settled: 0, unsettled: 0, missing: 0, unanswered: [] }),
  open:
    async () =>
    async ({ key, value, headers, partition }) => [{ topic: outputTopic, partition, key, value, headers }],
});
