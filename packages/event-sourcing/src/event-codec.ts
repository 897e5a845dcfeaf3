import type { DomainEvent } from './domain-event.ts';

/** An event in the form in which it is kept: a type, the version of its schema, and JSON text. */
export interface EncodedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly payload: string;
}

/**
 * Turns events into stored text and back: `decode(encode(event))` equals `event`, and `decode` reads every schema
 * version ever written as the newest. Both throw a typed error for what they don't know.
 */
export interface EventCodec<E extends DomainEvent> {
  encode(event: E): EncodedEvent;
  decode(stored: EncodedEvent): E;
}
