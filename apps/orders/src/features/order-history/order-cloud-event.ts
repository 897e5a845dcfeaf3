import { dataschema, eventSources, fields, orderEvents, type OrderEvent } from '@orderflow/contracts';
import type { RecordedEvent } from '@orderflow/event-sourcing';
import { z } from 'zod';

const text = z.string();

/** An event of an order in the CloudEvents 1.0 JSON format, with our extensions; for /openapi.json. */
export const orderCloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: fields.uuid,
  source: text,
  type: z.enum([...orderEvents.keys()]),
  subject: fields.uuid,
  time: fields.timestamp,
  datacontenttype: z.literal('application/json'),
  dataschema: text,
  streamversion: z.int().min(1),
  correlationid: text.exactOptional(),
  causationid: text.exactOptional(),
  traceparent: text.exactOptional(),
  data: z.record(text, z.unknown()),
});

/** An event of an order as clients read it; its data by its type. */
export type OrderCloudEvent = Readonly<Omit<z.infer<typeof orderCloudEventSchema>, 'type' | 'data'>> &
  OrderEvent;

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
    subject: streamId,
    time: metadata.occurredAt,
    datacontenttype: 'application/json',
    dataschema: dataschema(event.type, currentVersion(event.type)),
    streamversion: version,
    ...present('correlationid', metadata.correlationId),
    ...present('causationid', metadata.causationId),
    ...present('traceparent', metadata.traceparent),
    ...event,
  };
}

function present<Name extends string>(name: Name, value: string): { readonly [N in Name]?: string } {
  // A computed key widens to string, so the shape is stated here once.
  return value === '' ? {} : ({ [name]: value } as { readonly [N in Name]: string });
}
