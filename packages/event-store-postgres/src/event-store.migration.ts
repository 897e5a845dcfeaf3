import {
  type MigrationClass,
  quotedIdentifier,
  type ServiceRoles,
  sqlMigration,
} from '@orderflow/postgres-messaging';
import { createAppendEvent, createAppendEvents } from './append-functions.sql.ts';

/** The roles of the event store's database; the third one, which runs the migrations, owns the database. */
export interface EventStoreRoles extends ServiceRoles {
  /** The role with which Debezium connects. */
  readonly cdcRole: string;
}

/** The publication that the connector reads. */
export const eventPublication = 'orderflow_events';

/** One event's payload in bytes of UTF-8 at most; the table refuses more, whoever writes. */
export const largestEventBytes = 524_288;

/**
 * The connector's heartbeat: adds a row and deletes the older ones, so that the slot of a quiet database moves on
 * (https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-wal-disk-space).
 */
export const heartbeatActionQuery =
  'WITH beat AS (INSERT INTO public.cdc_heartbeat DEFAULT VALUES RETURNING id) ' +
  'DELETE FROM public.cdc_heartbeat WHERE id < (SELECT id FROM beat)';

/**
 * Creates the event log. Events can only be added, and only through `append_event(s)`: the service's role holds SELECT
 * and EXECUTE (the functions run as their owner), so that no statement of a service evades the stream's lock.
 */
export function eventStoreMigration({ appRole, cdcRole }: EventStoreRoles): MigrationClass {
  const app = quotedIdentifier(appRole);
  const cdc = quotedIdentifier(cdcRole);
  return sqlMigration('CreateEventStore1764000000004', [
    createEvents,
    'CREATE INDEX events_by_transaction ON public.events (tx_id, position)',
    createAppendEvent,
    createAppendEvents,
    `CREATE TABLE public.cdc_heartbeat (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
     )`,
    `CREATE PUBLICATION ${eventPublication} FOR TABLE public.events, public.cdc_heartbeat WITH (publish = 'insert')`,
    'REVOKE ALL ON FUNCTION public.append_event, public.append_events FROM PUBLIC',
    `GRANT EXECUTE ON FUNCTION public.append_event, public.append_events TO ${app}`,
    `GRANT SELECT ON public.events TO ${app}, ${cdc}`,
    `GRANT SELECT, INSERT, DELETE ON public.cdc_heartbeat TO ${cdc}`,
  ]);
}

// What becomes a record header is a column of its own and not null; "C" compares ids as bytes.
// recorded_at is the record's time: the outbox router reads a timestamp(3) and no timestamptz.
const createEvents = `
  CREATE TABLE public.events (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    stream_id text COLLATE "C" NOT NULL CHECK (stream_id <> ''),
    version integer NOT NULL CHECK (version > 0),
    event_id text COLLATE "C" NOT NULL CHECK (event_id <> ''),
    type text NOT NULL,
    schema_version integer NOT NULL,
    payload text NOT NULL CHECK (octet_length(payload) <= ${largestEventBytes}),
    correlation_id text NOT NULL,
    causation_id text NOT NULL,
    causation_version text NOT NULL,
    traceparent text NOT NULL,
    actor text NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamp(3) NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'UTC'),
    source text NOT NULL,
    specversion text NOT NULL DEFAULT '1.0',
    dataschema text NOT NULL,
    subject text NOT NULL,
    CONSTRAINT events_stream_version UNIQUE (stream_id, version),
    CONSTRAINT events_event_id UNIQUE (event_id)
  )`;
