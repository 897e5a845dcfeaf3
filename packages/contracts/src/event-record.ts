import { readCloudEvent, type CloudEvent } from './cloud-event.ts';
import { ContractError } from './contract.error.ts';
import { schemaVersionOf } from './dataschema.ts';
import { decodeEvent, type EventCatalogue } from './event-catalogue.ts';
import type { ContractEvent } from './event-definition.ts';

/** A record's event and what its headers say of it. */
export interface EventRecord<E extends ContractEvent> {
  readonly event: E;
  readonly envelope: CloudEvent;
}

/**
 * Reads an event from a record: its envelope through `header`, its JSON from `value`, in the newest schema version.
 * @throws ContractError for whatever can't be read; a record without a value is `INVALID_EVENT`, since our event topics
 *   hold no tombstones.
 */
export function readEventRecord<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  header: (name: string) => string | undefined,
  value: Uint8Array | null,
): EventRecord<E> {
  const envelope = readCloudEvent(header);
  return { event: readEvent(catalogue, envelope, value), envelope };
}

/**
 * Reads the event of a record whose envelope is known, in the newest schema version.
 * @throws ContractError `INVALID_EVENT`, `UNKNOWN_EVENT_TYPE`, `UNKNOWN_SCHEMA_VERSION`
 */
export function readEvent<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  { id, type, dataschema }: CloudEvent,
  value: Uint8Array | null,
): E {
  if (value === null) throw new ContractError('INVALID_EVENT', `${type} ${id} has no value`);
  return decodeEvent(catalogue, { type, schemaVersion: schemaVersionOf(dataschema), payload: utf8(value) });
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ContractError('INVALID_EVENT', 'the value is not UTF-8', { cause });
  }
}
