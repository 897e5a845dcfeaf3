import { z } from 'zod';
import { ContractError } from './contract.error.ts';
import { schemaVersionOf } from './dataschema.ts';

/** Who speaks: the `source` of each service's events. */
export const eventSources = { orders: 'urn:orderflow:orders', payments: 'urn:orderflow:payments' } as const;

/**
 * Header names: CloudEvents 1.0 in the Kafka protocol binding's binary mode, our extensions, and the bare `traceparent`
 * of W3C Trace Context.
 */
export const cloudEventHeaders = {
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  time: 'ce_time',
  subject: 'ce_subject',
  specversion: 'ce_specversion',
  dataschema: 'ce_dataschema',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  streamVersion: 'ce_streamversion',
  causationVersion: 'ce_causationversion',
  traceparent: 'traceparent',
} as const;

/** What the headers of a record say about the event it carries. A text without a value is ''. */
export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** RFC 3339 */
  readonly time: string;
  /** The stream: an order's id. */
  readonly subject: string;
  readonly specversion: '1.0';
  readonly dataschema: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** The event's version in its own stream, from 1. */
  readonly streamVersion: number;
  /** The version, in the stream it came from, of the event that this one answers. */
  readonly causationVersion?: number;
  readonly traceparent: string;
}

const required = z.string().min(1);
const optional = z.string().default('');
const version = z
  .string()
  .regex(/^[1-9]\d*$/)
  .transform(Number)
  .pipe(z.int());

// A column of text can't be null in a header, so the absent number arrives as ''.
const optionalVersion = z.union([z.literal('').transform(() => undefined), version]).optional();

const schema = z.object({
  id: required,
  type: required,
  source: required,
  time: z.iso.datetime({ offset: true }),
  subject: required,
  specversion: z.literal('1.0'),
  dataschema: required,
  correlationId: optional,
  causationId: optional,
  streamVersion: version,
  causationVersion: optionalVersion,
  traceparent: optional,
});

/**
 * Reads a record's CloudEvents headers through `header`, which gives a header's text or undefined.
 * @throws ContractError `INVALID_HEADER`, its path the name of the header that is missing or malformed.
 */
export function readCloudEvent(header: (name: string) => string | undefined): CloudEvent {
  const texts = Object.entries(cloudEventHeaders).map(([field, name]) => [field, header(name)] as const);
  const read = schema.safeParse(Object.fromEntries(texts));
  if (!read.success) throw invalidHeader(read.error);

  const { causationVersion, ...event } = read.data;
  schemaVersionOf(event.dataschema);
  return causationVersion === undefined ? event : { ...event, causationVersion };
}

/** A CloudEvent as the headers of a record, in the order of `cloudEventHeaders`; an absent number is left out. */
export function writeCloudEvent(event: CloudEvent): [name: string, value: string][] {
  return fields.flatMap((field): [string, string][] => {
    const value = event[field];
    return value === undefined ? [] : [[cloudEventHeaders[field], String(value)]];
  });
}

const fields = [
  'id',
  'type',
  'source',
  'time',
  'subject',
  'specversion',
  'dataschema',
  'correlationId',
  'causationId',
  'streamVersion',
  'causationVersion',
  'traceparent',
] as const satisfies readonly (keyof CloudEvent)[];

function invalidHeader(error: z.ZodError): ContractError {
  const [first] = error.issues;
  const field = fields.find((name) => name === first?.path[0]);
  const name = field === undefined ? 'a header' : cloudEventHeaders[field];
  return new ContractError('INVALID_HEADER', `${name} is missing or malformed`, {
    path: [name],
    cause: error,
  });
}
