import { dataschema, eventSources, type OrderEvent } from '@orderflow/contracts';
import type { RecordedEvent } from '@orderflow/event-sourcing';

/** An event of an order in the CloudEvents 1.0 JSON format, with our extensions. */
export interface OrderCloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly streamversion: number;
  readonly correlationid?: string;
  readonly causationid?: string;
  readonly traceparent?: string;
  readonly data: OrderEvent['data'];
}

/**
 * A recorded event as a CloudEvent. Its data is in the newest schema version, which `dataschema` names; the actor stays inside.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function orderCloudEvent(
  recorded: RecordedEvent<OrderEvent>,
  currentVersion: (type: string) => number,
): OrderCloudEvent {
  const { event, metadata, streamId, version } = recorded;
  return {
    specversion: '1.0',
    id: metadata.eventId,
    source: eventSources.orders,
    type: event.type,
    subject: streamId,
    time: metadata.occurredAt,
    datacontenttype: 'application/json',
    dataschema: dataschema(event.type, currentVersion(event.type)),
    streamversion: version,
    ...present('correlationid', metadata.correlationId),
    ...present('causationid', metadata.causationId),
    ...present('traceparent', metadata.traceparent),
    data: event.data,
  };
}

function present<Name extends string>(name: Name, value: string): { readonly [N in Name]?: string } {
  // A computed key widens to string, so the shape is stated here once.
  return value === '' ? {} : ({ [name]: value } as { readonly [N in Name]: string });
}
