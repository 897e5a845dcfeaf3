import {
  type DomainEvent,
  type EventCodec,
  EventTooLargeError,
  type ExpectedVersion,
  type NewEvent,
} from '@orderflow/event-sourcing';
import type { SqlStatement } from '@orderflow/postgres-messaging';

/** What an append needs to know of the service whose events it writes. */
export interface AppendOptions<E extends DomainEvent> {
  readonly codec: EventCodec<E>;
  readonly source: string;
  readonly dataschema: (type: string, schemaVersion: number) => string;
  readonly maxEventBytes: number;
}

const parameters = '$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14';
const appendEvent = { name: 'append_event', text: `SELECT public.append_event(${parameters}) AS answer` };
const appendEvents = { name: 'append_events', text: `SELECT public.append_events(${parameters}) AS answer` };

/**
 * The one statement of an append, prepared once a connection: its single column `answer` is the new version, or -1
 * minus the actual one.
 * @throws EventTooLargeError before anything is sent
 */
export function appendStatement<E extends DomainEvent>(
  streamId: string,
  expected: ExpectedVersion,
  events: readonly NewEvent<E>[],
  options: AppendOptions<E>,
): SqlStatement {
  const stream = [streamId, expectedHead(expected), options.source];
  const rows = events.map((event) => eventParameters(event, options));
  const [first, ...more] = rows;
  if (first !== undefined && more.length === 0) return { ...appendEvent, values: [...stream, ...first] };
  const columns = Array.from({ length: eventParameterCount }, (_, index) => rows.map((row) => row[index]));
  return { ...appendEvents, values: [...stream, ...columns] };
}

const eventParameterCount = 11;

function eventParameters<E extends DomainEvent>(
  { event, metadata }: NewEvent<E>,
  { codec, dataschema, maxEventBytes }: AppendOptions<E>,
): readonly (string | number)[] {
  const { type, schemaVersion, payload } = codec.encode(event);
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxEventBytes) throw new EventTooLargeError(bytes, maxEventBytes);
  return [
    metadata.eventId,
    type,
    schemaVersion,
    payload,
    metadata.correlationId,
    metadata.causationId,
    metadata.causationVersion?.toString() ?? '',
    metadata.traceparent,
    metadata.actor,
    metadata.occurredAt,
    dataschema(type, schemaVersion),
  ];
}

function expectedHead(expected: ExpectedVersion): number {
  switch (expected) {
    case 'any':
      return -1;
    case 'stream_exists':
      return -2;
    case 'no_stream':
      return 0;
    default:
      // What is no version is no stream's version; it must not turn into one of the codes above.
      return Number.isInteger(expected) && expected >= 0 && expected < 2 ** 31 ? expected : -3;
  }
}
