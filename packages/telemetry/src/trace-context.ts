/** One span of a W3C trace. */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Source of random bytes, handed in so that ids enter as data. */
export type RandomBytes = (size: number) => Uint8Array;

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 0x01;

/**
 * Reads a `traceparent` header, or gives `undefined` for anything the specification calls invalid (version ff, zero
 * ids, upper case, a version 00 with a tail). A later version is read by its first four fields.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const [, version, traceId, spanId, flags, tail] = TRACEPARENT.exec(header ?? '') ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined)
    return undefined;
  if (version === 'ff' || (version === '00' && tail !== undefined)) return undefined;
  if (isZero(traceId) || isZero(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}

/** Writes a `traceparent` header of version 00; what `parseTraceparent` reads back is equal. */
export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

/** Starts a trace with fresh, non-zero ids, sampled. */
export function newTraceContext(random: RandomBytes): TraceContext {
  return { traceId: nonZeroHex(random, 16), spanId: nonZeroHex(random, 8), sampled: true };
}

/** Returns a span of the same trace under a fresh span id. */
export function childTraceContext(parent: TraceContext, random: RandomBytes): TraceContext {
  return { ...parent, spanId: nonZeroHex(random, 8) };
}

/** Continues the trace of an incoming `traceparent` header, or starts one where the header is missing or invalid. */
export function continueTrace(header: string | undefined, random: RandomBytes): TraceContext {
  const parent = parseTraceparent(header);
  return parent === undefined ? newTraceContext(random) : childTraceContext(parent, random);
}

function nonZeroHex(random: RandomBytes, size: number): string {
  const hex = Buffer.from(random(size)).toString('hex');
  // A zero id is invalid; it comes up once in 2^64 at most, or from a broken source, which would otherwise loop for ever.
  return isZero(hex) ? `${hex.slice(0, -1)}1` : hex;
}

function isZero(hex: string): boolean {
  return /^0*$/.test(hex);
}
