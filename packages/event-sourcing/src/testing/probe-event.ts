import { randomUUID } from 'node:crypto';
import type { EventCodec } from '../event-codec.ts';
import type { EventMetadata, EventStore, NewEvent, RecordedEvent } from '../event-store.ts';

/** The event that the contract suite writes. */
export interface ProbeEvent {
  readonly type: 'ProbeRecorded';
  readonly data: { readonly text: string };
}

/** A schema version that no store would make up by default. */
export const probeSchemaVersion = 3;

/** Keeps probe events as JSON in schema version 1. */
export const probeCodec: EventCodec<ProbeEvent> = {
  encode: ({ type, data }) => ({ type, schemaVersion: probeSchemaVersion, payload: JSON.stringify(data) }),
  decode({ type, schemaVersion, payload }) {
    const data: unknown = JSON.parse(payload);
    if (type !== 'ProbeRecorded' || schemaVersion !== probeSchemaVersion || !isProbeData(data)) {
      throw new TypeError(`not a probe: ${type} ${schemaVersion}`);
    }
    return { type, data };
  },
};

function isProbeData(data: unknown): data is ProbeEvent['data'] {
  return typeof data === 'object' && data !== null && 'text' in data && typeof data.text === 'string';
}

/** A probe to append, with metadata of its own where none is given. */
export function probe(text: string, metadata: Partial<EventMetadata> = {}): NewEvent<ProbeEvent> {
  return {
    event: { type: 'ProbeRecorded', data: { text } },
    metadata: {
      eventId: randomUUID(),
      correlationId: randomUUID(),
      causationId: '',
      traceparent: '',
      actor: 'contract',
      occurredAt: '2026-01-02T03:04:05.678Z',
      ...metadata,
    },
  };
}

/** Probes of the texts given. */
export function probes(...texts: readonly string[]): NewEvent<ProbeEvent>[] {
  return texts.map((text) => probe(text));
}

/** The texts of recorded probes. */
export function texts(recorded: readonly RecordedEvent<ProbeEvent>[]): string[] {
  return recorded.map(({ event }) => event.data.text);
}

/** The texts that a stream holds. */
export async function textsOf(store: EventStore<ProbeEvent>, streamId: string): Promise<string[]> {
  return texts(await store.read(streamId));
}
