import type { DomainEvent } from './domain-event.ts';

/** Where an event came from. A text without a value is '', since these travel as headers that may not be null. */
export interface EventMetadata {
  /** UUID, unique in the whole store. */
  readonly eventId: string;
  /** The same for everything that one request set off. */
  readonly correlationId: string;
  /** The id of the event or request that this event answers. */
  readonly causationId: string;
  /** The version, in its own stream, of the event that this one answers; absent when it answers none. */
  readonly causationVersion?: number;
  /** W3C Trace Context. */
  readonly traceparent: string;
  /** The subject on whose authority the command was given. */
  readonly actor: string;
  /** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
  readonly occurredAt: string;
}

/** An event to be appended. */
export interface NewEvent<E extends DomainEvent> {
  readonly event: E;
  readonly metadata: EventMetadata;
}

/** An event as the store holds it. */
export interface RecordedEvent<E extends DomainEvent> extends NewEvent<E> {
  readonly streamId: string;
  /** 1 for the first event of a stream, then without a gap. */
  readonly version: number;
  /** Rises with the version inside a stream. Across streams it orders inserts, not commits. */
  readonly position: bigint;
  /** The schema version it was written with; `event` itself is in the newest. */
  readonly schemaVersion: number;
}

/** What an append demands of the stream; a number is the exact version of its last event, 0 for no stream. */
export type ExpectedVersion = 'any' | 'no_stream' | 'stream_exists' | number;

/** What an append that was made says. */
export interface AppendResult {
  /** The version of the stream after the append. */
  readonly version: number;
  /** The position of the last event written, where the store tells it. */
  readonly position?: bigint;
}

/** Which part of a stream is read; all of it by default. */
export interface ReadOptions {
  /** The first version returned, 1 by default. */
  readonly fromVersion?: number;
  /** At most so many events; all by default. */
  readonly maxCount?: number;
}

/**
 * An append-only store of streams. Every adapter passes `eventStoreContract` of `@orderflow/event-sourcing/testing`.
 */
export interface EventStore<E extends DomainEvent> {
  /**
   * Appends all events or none, and only if the stream is as expected. With no events it checks the expectation alone.
   * @throws ExpectedVersionError, EventTooLargeError, DuplicateEventIdError; then nothing was written.
   */
  append(streamId: string, expected: ExpectedVersion, events: readonly NewEvent<E>[]): Promise<AppendResult>;

  /** Reads a stream in the order of its versions; a stream that doesn't exist is empty. */
  read(streamId: string, options?: ReadOptions): Promise<readonly RecordedEvent<E>[]>;
}

/** Whether a stream at `version` (0: it doesn't exist) is as expected. */
export function meetsExpectation(expected: ExpectedVersion, version: number): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'no_stream':
      return version === 0;
    case 'stream_exists':
      return version > 0;
    default:
      return version === expected;
  }
}
