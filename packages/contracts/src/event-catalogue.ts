import { z } from 'zod';
import { ContractError } from './contract.error.ts';
import type { ContractEvent, EventDefinition } from './event-definition.ts';

/** Event type -> its definition. */
export type EventCatalogue<E extends ContractEvent> = ReadonlyMap<string, EventDefinition<E>>;

/** An event in the form in which it is stored and sent: its type, schema version and JSON text. */
export interface EncodedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly payload: string;
}

/** A catalogue of the definitions given. */
export function eventCatalogue<E extends ContractEvent>(
  definitions: readonly EventDefinition<E>[],
): EventCatalogue<E> {
  return new Map(definitions.map((definition) => [definition.type, definition]));
}

/**
 * Encodes an event in the newest version of its schema, its fields in the schema's order: equal events give equal text.
 * @throws ContractError `UNKNOWN_EVENT_TYPE`, `INVALID_EVENT` (a field that the schema doesn't name included).
 */
export function encodeEvent<E extends ContractEvent>(catalogue: EventCatalogue<E>, event: E): EncodedEvent {
  const { type, currentVersion } = definitionOf(catalogue, event.type);
  const { data } = readEvent(catalogue, type, currentVersion, event.data);
  return { type, schemaVersion: currentVersion, payload: JSON.stringify(data) };
}

/**
 * Decodes an event of any schema version into the newest, validated.
 * @throws ContractError `UNKNOWN_EVENT_TYPE`, `UNKNOWN_SCHEMA_VERSION`, `INVALID_EVENT` with the path of the first fault.
 */
export function decodeEvent<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  { type, schemaVersion, payload }: EncodedEvent,
): E {
  return readEvent(catalogue, type, schemaVersion, parseJson(type, payload));
}

/** `encodeEvent` and `decodeEvent` of one catalogue, as an event store wants them. */
export function eventCodec<E extends ContractEvent>(catalogue: EventCatalogue<E>) {
  return {
    encode: (event: E): EncodedEvent => encodeEvent(catalogue, event),
    decode: (stored: EncodedEvent): E => decodeEvent(catalogue, stored),
  };
}

function definitionOf<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  type: string,
): EventDefinition<E> {
  const definition = catalogue.get(type);
  if (definition === undefined) throw new ContractError('UNKNOWN_EVENT_TYPE', `no event is called ${type}`);
  return definition;
}

function readEvent<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  type: string,
  version: number,
  data: unknown,
): E {
  const reader = definitionOf(catalogue, type).readers.get(version);
  if (reader === undefined) {
    throw new ContractError('UNKNOWN_SCHEMA_VERSION', `${type} has no schema version ${version}`);
  }
  try {
    return reader(data);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [first] = error.issues;
    const path = first?.path ?? [];
    const message = `${type} version ${version} is invalid at ${path.join('.') || 'its root'}: ${first?.message}`;
    throw new ContractError('INVALID_EVENT', message, { path, cause: error });
  }
}

function parseJson(type: string, payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new ContractError('INVALID_EVENT', `the payload of ${type} is not JSON`, { cause });
  }
}
