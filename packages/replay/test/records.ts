import type { HeaderEntry, KafkaRecord } from '@orderflow/kafka/core';

/** A record as the log holds it, its headers and value from text. */
export const logged = (
  offset: number,
  {
    key = null,
    value = null,
    headers = {},
  }: {
    readonly key?: string | null;
    readonly value?: string | null;
    readonly headers?: Readonly<Record<string, string | null>>;
  } = {},
): KafkaRecord => ({
  topic: 'things',
  partition: 0,
  offset: BigInt(offset),
  timestamp: 1_767_225_600_000,
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: Object.entries(headers).map(([name, text]): HeaderEntry => [
    name,
    text === null ? null : Buffer.from(text),
  ]),
});

export async function* inOrder<T>(...items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
