import type { DomainEvent } from './domain-event.ts';
import type { EncodedEvent, EventCodec } from './event-codec.ts';
import { DuplicateEventIdError, EventTooLargeError, ExpectedVersionError } from './event-store.errors.ts';
import { meetsExpectation, type EventMetadata, type EventStore, type NewEvent } from './event-store.ts';

/** How the in-memory store keeps events: encoded, as any other store does. */
export interface InMemoryEventStoreOptions<E extends DomainEvent> {
  /** Events are kept encoded and decoded at each read, as a database would, so that no reader shares an object. */
  readonly codec: EventCodec<E>;
  /** The largest payload accepted, in bytes of UTF-8; 524,288 by default. */
  readonly maxEventBytes?: number;
}

interface StoredEvent {
  readonly encoded: EncodedEvent;
  readonly metadata: EventMetadata;
  readonly version: number;
  readonly position: bigint;
}

/** An event store that keeps its promises as long as the process lives; for tests and examples. */
export function inMemoryEventStore<E extends DomainEvent>({
  codec,
  maxEventBytes = 524_288,
}: InMemoryEventStoreOptions<E>): EventStore<E> {
  const streams = new Map<string, StoredEvent[]>();
  const eventIds = new Set<string>();
  let lastPosition = 0n;

  return {
    // Without an await between check and write: concurrent appends can't interleave.
    async append(streamId, expected, events) {
      const stream = streams.get(streamId) ?? [];
      if (!meetsExpectation(expected, stream.length)) {
        throw new ExpectedVersionError(streamId, expected, stream.length);
      }
      refuseKnownIds(events, eventIds);
      const added = events.map(({ event, metadata }, index): StoredEvent => ({
        encoded: encodeWithin(codec, event, maxEventBytes),
        metadata: { ...metadata },
        version: stream.length + index + 1,
        position: lastPosition + BigInt(index) + 1n,
      }));
      if (added.length > 0) streams.set(streamId, [...stream, ...added]);
      for (const { metadata } of events) eventIds.add(metadata.eventId);
      lastPosition += BigInt(added.length);
      return { version: stream.length + added.length, ...(added.length > 0 && { position: lastPosition }) };
    },

    async read(streamId, { fromVersion = 1, maxCount } = {}) {
      const from = Math.max(fromVersion, 1) - 1;
      const stored = streams.get(streamId) ?? [];
      return stored.slice(from, maxCount === undefined ? undefined : from + maxCount).map((row) => ({
        streamId,
        event: codec.decode(row.encoded),
        metadata: { ...row.metadata },
        version: row.version,
        position: row.position,
        schemaVersion: row.encoded.schemaVersion,
      }));
    },
  };
}

function encodeWithin<E extends DomainEvent>(codec: EventCodec<E>, event: E, limit: number): EncodedEvent {
  const encoded = codec.encode(event);
  const bytes = Buffer.byteLength(encoded.payload);
  if (bytes > limit) throw new EventTooLargeError(bytes, limit);
  return encoded;
}

function refuseKnownIds<E extends DomainEvent>(
  events: readonly NewEvent<E>[],
  known: ReadonlySet<string>,
): void {
  const fresh = new Set<string>();
  for (const { metadata } of events) {
    if (known.has(metadata.eventId) || fresh.has(metadata.eventId)) {
      throw new DuplicateEventIdError(metadata.eventId);
    }
    fresh.add(metadata.eventId);
  }
}
