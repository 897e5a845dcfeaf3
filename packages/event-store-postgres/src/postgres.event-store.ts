import {
  type DomainEvent,
  DuplicateEventIdError,
  type EventCodec,
  type EventStore,
  ExpectedVersionError,
  type NewEvent,
} from '@orderflow/event-sourcing';
import {
  autocommitSql,
  databaseError,
  type SqlClient,
  type SqlStatement,
  type Transaction,
} from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';
import { type AppendOptions, appendStatement } from './append-statement.ts';
import { largestEventBytes } from './event-store.migration.ts';
import { recordedEvent, storedEventColumns, type StoredEventRow } from './stored-event.ts';

/** What the store writes beside what each event brings. */
export interface PostgresEventStoreOptions<E extends DomainEvent> {
  readonly codec: EventCodec<E>;
  /** CloudEvents `source` of every event, such as `urn:orderflow:orders`. */
  readonly source: string;
  /** CloudEvents `dataschema` of an event type in a schema version. */
  readonly dataschema: (type: string, schemaVersion: number) => string;
  /** The largest payload accepted, in bytes of UTF-8; 524,288 by default, and at most. */
  readonly maxEventBytes?: number;
}

/** One log, seen from inside a transaction or on its own; both keep the contract of an event store. */
export interface PostgresEventStore<E extends DomainEvent> {
  /**
   * The store inside a transaction: what it appends commits with everything else in it. Call `lockStreams` before the
   * transaction's first write; without it, an append may be refused as a conflict (40001), which `withTransaction`
   * runs again. An `ExpectedVersionError` leaves the transaction usable.
   */
  within(tx: Transaction): EventStore<E>;
  /** The store on its own: each append is one committed statement, on a pooled pg connection. */
  over(dataSource: DataSource): EventStore<E>;
}

/** An event store in Postgres; an append is all or nothing and one round trip. Needs `eventStoreMigration`. */
export function postgresEventStore<E extends DomainEvent>(
  options: PostgresEventStoreOptions<E>,
): PostgresEventStore<E> {
  const { maxEventBytes = largestEventBytes } = options;
  if (maxEventBytes > largestEventBytes)
    throw new RangeError(`maxEventBytes is at most ${largestEventBytes}`);
  const append = { ...options, maxEventBytes };
  return {
    within: (tx) => eventStoreOn(tx.sql, append),
    over: (dataSource) => eventStoreOn(autocommitSql(dataSource), append),
  };
}

function eventStoreOn<E extends DomainEvent>(sql: SqlClient, options: AppendOptions<E>): EventStore<E> {
  return {
    async append(streamId, expected, events) {
      const answer = await sendAppend(sql, events, appendStatement(streamId, expected, events, options));
      if (answer < 0) throw new ExpectedVersionError(streamId, expected, -1 - answer);
      return { version: answer };
    },

    async read(streamId, { fromVersion = 1, maxCount } = {}) {
      const { rows } = await sql.query<StoredEventRow>({
        name: 'read_stream',
        text: `SELECT ${storedEventColumns} FROM public.events
               WHERE stream_id = $1 AND version >= $2 ORDER BY version LIMIT $3`,
        values: [streamId, fromVersion, maxCount ?? null],
      });
      return rows.map((row) => recordedEvent(row, options.codec));
    },
  };
}

async function sendAppend<E extends DomainEvent>(
  sql: SqlClient,
  events: readonly NewEvent<E>[],
  statement: SqlStatement,
): Promise<number> {
  try {
    const { rows } = await sql.query<{ answer: number }>(statement);
    if (rows[0] === undefined) throw new TypeError('The append was not answered');
    return rows[0].answer;
  } catch (error) {
    const refusal = databaseError(error);
    if (refusal?.constraint !== 'events_event_id') throw error;
    // The detail names the key in whatever language the server speaks; which of ours it is, is all we take from it.
    const ids = events.map(({ metadata }) => metadata.eventId);
    const known = ids.find((id) => refusal.detail?.includes(`(${id})`)) ?? '';
    throw new DuplicateEventIdError(known, { cause: error });
  }
}
