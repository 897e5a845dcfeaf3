import type { KafkaRecord, OutputRecord } from '@orderflow/kafka/core';
import type { FieldDifference } from '../protocol/replay-message.ts';

type Field = readonly [name: string, text: string | null];

/**
 * Where a replayed output differs from the record that stands in the log: key, partition, headers by name, and the value field by
 * field where both are JSON objects, else as a whole. The time of sending is not compared: it is not the handler's.
 */
export function compareOutput(live: KafkaRecord, replayed: OutputRecord): FieldDifference[] {
  const partition: Field[] = replayed.partition === undefined ? [] : [['partition', `${live.partition}`]];
  const liveFields = new Map([
    ['key', text(live.key)],
    ...partition,
    ...headerFields(live.headers),
    ...valueFields(live.value),
  ]);
  const replayedFields = new Map([
    ['key', text(replayed.key)],
    ...partition.map(([name]): Field => [name, `${replayed.partition}`]),
    ...headerFields(replayed.headers ?? []),
    ...valueFields(replayed.value),
  ]);
  return differingFields(liveFields, replayedFields);
}

/** The fields in which two sides differ, in the order of the live side; a field that one side lacks is null there. */
export const differingFields = (
  live: ReadonlyMap<string, string | null>,
  replayed: ReadonlyMap<string, string | null>,
): FieldDifference[] =>
  [...new Set([...live.keys(), ...replayed.keys()])].flatMap((field) => {
    const [one, other] = [live.get(field) ?? null, replayed.get(field) ?? null];
    const same = one === other && live.has(field) === replayed.has(field);
    return same ? [] : [{ field, live: one, replayed: other }];
  });

const text = (bytes: Buffer | string | null): string | null => bytes?.toString('utf8') ?? null;

/** A name that comes more than once is one field, its values in order. */
const headerFields = (headers: NonNullable<OutputRecord['headers']>): Field[] => {
  const byName = new Map<string, (string | null)[]>();
  for (const [name, value] of headers) {
    if (value !== undefined) byName.set(name, [...(byName.get(name) ?? []), text(value)]);
  }
  return [...byName].map(([name, values]): Field => {
    const [only = null] = values;
    return [`header ${name}`, values.length === 1 ? only : JSON.stringify(values)];
  });
};

const valueFields = (value: Buffer | string | null): Field[] => {
  const whole = text(value);
  const fields = whole === null ? undefined : jsonFields(whole);
  return fields ?? [['value', whole]];
};

const jsonFields = (json: string): Field[] | undefined => {
  const parsed = parseJson(json);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  return Object.entries(parsed).map(([name, value]): Field => [`value.${name}`, JSON.stringify(value)]);
};

/** A value that is no JSON is compared as text, which is no failure. */
const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
