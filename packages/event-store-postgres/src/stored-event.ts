import type { DomainEvent, EventCodec, EventMetadata, RecordedEvent } from '@orderflow/event-sourcing';

/** A row of `events` as the readers select it. */
export interface StoredEventRow {
  readonly position: string;
  readonly stream_id: string;
  readonly version: number;
  readonly event_id: string;
  readonly type: string;
  readonly schema_version: number;
  readonly payload: string;
  readonly correlation_id: string;
  readonly causation_id: string;
  readonly causation_version: string;
  readonly traceparent: string;
  readonly actor: string;
  readonly occurred_at: string;
}

/** What a `StoredEventRow` needs; the time as text, whose form then doesn't hang on the session's zone or on `Date`. */
export const storedEventColumns = `position, stream_id, version, event_id, type, schema_version, payload,
  correlation_id, causation_id, causation_version, traceparent, actor,
  (occurred_at AT TIME ZONE 'UTC')::text AS occurred_at`;

/** Decodes a row; the event comes in its newest schema version. Throws what the codec throws. */
export function recordedEvent<E extends DomainEvent>(
  row: StoredEventRow,
  codec: EventCodec<E>,
): RecordedEvent<E> {
  const { type, schema_version: schemaVersion, payload } = row;
  return {
    streamId: row.stream_id,
    version: row.version,
    position: BigInt(row.position),
    schemaVersion,
    event: codec.decode({ type, schemaVersion, payload }),
    metadata: metadataOf(row),
  };
}

function metadataOf(row: StoredEventRow): EventMetadata {
  return {
    eventId: row.event_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    ...(row.causation_version !== '' && { causationVersion: Number(row.causation_version) }),
    traceparent: row.traceparent,
    actor: row.actor,
    occurredAt: rfc3339(row.occurred_at),
  };
}

/**
 * Postgres' text of a UTC timestamp as RFC 3339 with at least milliseconds: '2026-01-02 03:04:05.1' becomes
 * '2026-01-02T03:04:05.100Z', which is what `toISOString` had written.
 */
export function rfc3339(timestamp: string): string {
  const [seconds = '', fraction = ''] = timestamp.replace(' ', 'T').split('.');
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}
