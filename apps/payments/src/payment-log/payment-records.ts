import {
  dataschema,
  encodeEvent,
  eventSources,
  paymentEvents,
  writeCloudEvent,
  type CloudEvent,
  type PaymentEvent,
} from '@orderflow/contracts';
import type { OutputRecord } from '@orderflow/kafka/core';
import { v5 as uuidv5 } from 'uuid';

export interface PaymentRecordsOptions {
  readonly events: readonly PaymentEvent[];
  /** The order's event that they answer. */
  readonly cause: CloudEvent;
  /** The version of the payment's stream before them. */
  readonly version: number;
  /** RFC 3339: when the provider's answer was recorded. */
  readonly at: string;
  readonly partition: number;
}

/**
 * The records that carry a payment's events. Everything in them follows from the arguments, ids included: should an answer be
 * recorded by two owners, both would write the same.
 */
export function paymentRecords({
  events,
  cause,
  version,
  at,
  partition,
}: PaymentRecordsOptions): OutputRecord[] {
  return events.map((event, index) => {
    const { type, schemaVersion, payload } = encodeEvent(paymentEvents, event);
    return {
      topic: 'payments.events',
      partition,
      key: cause.subject,
      value: payload,
      headers: writeCloudEvent({
        id: uuidv5(`payments.events:${index}`, cause.id),
        type,
        source: eventSources.payments,
        time: at,
        subject: cause.subject,
        specversion: '1.0',
        dataschema: dataschema(type, schemaVersion),
        correlationId: cause.correlationId,
        causationId: cause.id,
        streamVersion: version + index + 1,
        causationVersion: cause.streamVersion,
        traceparent: cause.traceparent,
      }),
    };
  });
}
