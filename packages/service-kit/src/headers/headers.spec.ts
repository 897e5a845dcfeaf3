import { describe, expect, it } from '@jest/globals';
import { correlationIdFrom } from './correlation-id.ts';
import { assertVersion, formatEtag, parseIfMatch } from './etag.ts';
import { parseIdempotencyKey, requireIdempotencyKey } from './idempotency-key.ts';
import { parsePreferWait } from './prefer.ts';

describe('If-Match', () => {
  it.each([
    [undefined, { kind: 'none' }],
    ['*', { kind: 'any' }],
    ['"3"', { kind: 'versions', versions: [3] }],
    ['"3", "4"', { kind: 'versions', versions: [3, 4] }],
    ['W/"3"', { kind: 'versions', versions: [] }],
    ['"abc"', { kind: 'versions', versions: [] }],
  ])('reads %p', (header, condition) => {
    expect(parseIfMatch(header)).toEqual(condition);
  });

  it.each(['3', '', '"3', '"3" "4"'])('refuses %p', (header) => {
    expect(() => parseIfMatch(header)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('holds for what formatEtag wrote and for nothing else', () => {
    expect(() => assertVersion(parseIfMatch(formatEtag(7)), 7)).not.toThrow();
    expect(() => assertVersion(parseIfMatch('"6"'), 7)).toThrow(
      expect.objectContaining({ status: 412, headers: { ETag: '"7"' } }),
    );
    expect(() => assertVersion(parseIfMatch('W/"7"'), 7)).toThrow(expect.objectContaining({ status: 412 }));
  });
});

describe('Prefer: wait', () => {
  it.each([
    [undefined, { milliseconds: 0 }],
    ['wait=10', { milliseconds: 10_000, applied: 'wait=10' }],
    ['respond-async, wait=5', { milliseconds: 5_000, applied: 'wait=5' }],
    ['wait=3600', { milliseconds: 30_000, applied: 'wait=30' }],
    ['wait=0', { milliseconds: 0, applied: 'wait=0' }],
    ['wait=-1', { milliseconds: 0 }],
    ['wait=soon', { milliseconds: 0 }],
  ])('reads %p', (header, preference) => {
    expect(parsePreferWait(header)).toEqual(preference);
  });
});

describe('Idempotency-Key', () => {
  it('is 1 to 255 visible ASCII characters', () => {
    expect(parseIdempotencyKey(undefined)).toBeUndefined();
    expect(parseIdempotencyKey('!~'.repeat(127))).toHaveLength(254);
    for (const bad of ['', ' ', 'a b', 'é', 'x'.repeat(256), 'a\u007f']) {
      expect(() => parseIdempotencyKey(bad)).toThrow(expect.objectContaining({ status: 400 }));
    }
    expect(() => requireIdempotencyKey(undefined)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('X-Correlation-Id', () => {
  it('is taken over where it is sane, else made', () => {
    expect(correlationIdFrom('0198:a-b_c.~', () => 'new')).toBe('0198:a-b_c.~');
    for (const bad of [undefined, '', 'a b', 'a\nb', 'é', 'x'.repeat(129)]) {
      expect(correlationIdFrom(bad, () => 'new')).toBe('new');
    }
  });
});
