import { describe, expect, it } from '@jest/globals';
import {
  childTraceContext,
  continueTrace,
  formatTraceparent,
  newTraceContext,
  parseTraceparent,
} from './trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const ones = (size: number) => new Uint8Array(size).fill(0x11);

describe('traceparent', () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    [`01-${traceId}-${spanId}-03-future`, true],
  ])('reads %s', (header, sampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, sampled });
  });

  it.each([
    undefined,
    '',
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-tail`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
  ])('takes %p for none', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('reads back what it wrote', () => {
    const context = { traceId, spanId, sampled: false };
    expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
  });

  it('keeps the trace in a child and starts one without a parent', () => {
    const parent = { traceId, spanId, sampled: true };
    expect(childTraceContext(parent, ones)).toEqual({ traceId, spanId: '11'.repeat(8), sampled: true });
    expect(continueTrace('nonsense', ones)).toEqual({
      traceId: '11'.repeat(16),
      spanId: '11'.repeat(8),
      sampled: true,
    });
    expect(
      parseTraceparent(formatTraceparent(newTraceContext((size) => new Uint8Array(size)))),
    ).toBeDefined();
  });
});
