import type { ExpectedVersion } from './event-store.ts';

/** An append found the stream in another version than it expected; nothing was written. */
export class ExpectedVersionError extends Error {
  override readonly name = 'ExpectedVersionError';
  readonly code = 'EXPECTED_VERSION_MISMATCH';
  readonly streamId: string;
  readonly expected: ExpectedVersion;
  /** The version the stream has, 0 when it doesn't exist. */
  readonly actual: number;

  constructor(streamId: string, expected: ExpectedVersion, actual: number, options?: ErrorOptions) {
    super(`stream ${streamId} is at version ${actual}, expected ${expected}`, options);
    this.streamId = streamId;
    this.expected = expected;
    this.actual = actual;
  }
}

/** An append held an event whose payload is over the store's limit; nothing was written. */
export class EventTooLargeError extends Error {
  override readonly name = 'EventTooLargeError';
  readonly code = 'EVENT_TOO_LARGE';
  /** The size of the payload in UTF-8. */
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit: number, options?: ErrorOptions) {
    super(`an event of ${bytes} bytes is over the limit of ${limit}`, options);
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** An append held an event id that the store, or the append itself, holds already; nothing was written. */
export class DuplicateEventIdError extends Error {
  override readonly name = 'DuplicateEventIdError';
  readonly code = 'DUPLICATE_EVENT_ID';
  readonly eventId: string;

  constructor(eventId: string, options?: ErrorOptions) {
    super(`the event id ${eventId} is already stored`, options);
    this.eventId = eventId;
  }
}
