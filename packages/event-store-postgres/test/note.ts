import { randomUUID } from 'node:crypto';
import type { EventCodec, EventMetadata, NewEvent } from '@orderflow/event-sourcing';
import { postgresEventStore, type PostgresEventStore } from '../src/index.ts';

/** The event of these tests. */
export interface Noted {
  readonly type: 'Noted';
  readonly data: string;
}

export const noteCodec: EventCodec<Noted> = {
  encode: ({ data }) => ({ type: 'Noted', schemaVersion: 2, payload: JSON.stringify(data) }),
  decode: ({ payload }) => ({ type: 'Noted', data: JSON.parse(payload) }),
};

export const noteStore: PostgresEventStore<Noted> = postgresEventStore({
  codec: noteCodec,
  source: 'urn:orderflow:notes',
  dataschema: (type, version) => `urn:orderflow:schema:${type}:${version}`,
});

/** Events to append, each with an id of its own. */
export function notes(...texts: readonly string[]): NewEvent<Noted>[] {
  return texts.map((text) => note(text));
}

export function note(text: string, metadata: Partial<EventMetadata> = {}): NewEvent<Noted> {
  return {
    event: { type: 'Noted', data: text },
    metadata: {
      eventId: randomUUID(),
      correlationId: '',
      causationId: '',
      traceparent: '',
      actor: '',
      occurredAt: '2026-01-02T03:04:05.678Z',
      ...metadata,
    },
  };
}
