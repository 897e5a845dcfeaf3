import { advisoryLockKeySql } from '@orderflow/postgres-messaging';

/*
 * Both functions return the stream's version after the append, or -1 minus its version where the expectation failed:
 * that is answered and not raised, so that it leaves the caller's transaction usable. p_expected is an exact version
 * (0 for no stream), -1 for any, -2 for an existing stream.
 *
 * Each statement of a volatile function has a snapshot of its own (READ COMMITTED), so the head is read after the
 * lock's former holder committed. Within one SQL statement the head would come from before the wait.
 */
const lockAndCheckHead = `
    PERFORM pg_advisory_xact_lock(${advisoryLockKeySql('stream', 'p_stream_id')});
    SELECT e.version, e.tx_id INTO head, head_tx_id
      FROM public.events e WHERE e.stream_id = p_stream_id ORDER BY e.version DESC LIMIT 1;
    head := coalesce(head, 0);
    IF NOT (p_expected = head OR p_expected = -1 OR (p_expected = -2 AND head > 0)) THEN
      RETURN -1 - head;
    END IF;
    -- A transaction that took its id before its lock would write a later version under an earlier id.
    IF head_tx_id > pg_current_xact_id() THEN
      RAISE serialization_failure USING
        MESSAGE = 'the stream was written by a later transaction',
        HINT = 'Take the locks of all streams before the first write of the transaction.';
    END IF;`;

// The path is fixed because the function has its owner's rights: no caller's schema may lend it an operator.
const asOwner = 'RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const columns = `stream_id, version, event_id, type, schema_version, payload, correlation_id, causation_id,
      causation_version, traceparent, actor, occurred_at, source, dataschema, subject`;

/** One event, as plain parameters: about a fifth cheaper than arrays of one, and nearly every append is one event. */
export const createAppendEvent = `
  CREATE FUNCTION public.append_event(
    p_stream_id text, p_expected integer, p_source text, p_event_id text, p_type text, p_schema_version integer,
    p_payload text, p_correlation_id text, p_causation_id text, p_causation_version text, p_traceparent text,
    p_actor text, p_occurred_at timestamptz, p_dataschema text
  ) ${asOwner} AS $$
  DECLARE
    head integer;
    head_tx_id xid8;
  BEGIN${lockAndCheckHead}
    INSERT INTO public.events (${columns})
    VALUES (p_stream_id, head + 1, p_event_id, p_type, p_schema_version, p_payload, p_correlation_id, p_causation_id,
      p_causation_version, p_traceparent, p_actor, p_occurred_at, p_source, p_dataschema, p_stream_id);
    RETURN head + 1;
  END $$`;

/** Any number of events, as arrays of one length; with none it checks the expectation alone. */
export const createAppendEvents = `
  CREATE FUNCTION public.append_events(
    p_stream_id text, p_expected integer, p_source text, p_event_ids text[], p_types text[],
    p_schema_versions integer[], p_payloads text[], p_correlation_ids text[], p_causation_ids text[],
    p_causation_versions text[], p_traceparents text[], p_actors text[], p_occurred_at timestamptz[],
    p_dataschemas text[]
  ) ${asOwner} AS $$
  DECLARE
    head integer;
    head_tx_id xid8;
  BEGIN${lockAndCheckHead}
    INSERT INTO public.events (${columns})
    SELECT p_stream_id, head + n.ordinality, n.event_id, n.type, n.schema_version, n.payload, n.correlation_id,
      n.causation_id, n.causation_version, n.traceparent, n.actor, n.occurred_at, p_source, n.dataschema, p_stream_id
    FROM unnest(p_event_ids, p_types, p_schema_versions, p_payloads, p_correlation_ids, p_causation_ids,
      p_causation_versions, p_traceparents, p_actors, p_occurred_at, p_dataschemas) WITH ORDINALITY
      AS n(event_id, type, schema_version, payload, correlation_id, causation_id, causation_version, traceparent,
        actor, occurred_at, dataschema, ordinality)
    ORDER BY n.ordinality;
    RETURN head + cardinality(p_event_ids);
  END $$`;
