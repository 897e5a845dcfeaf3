import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decodeEvent, encodeEvent, eventCatalogue } from './event-catalogue.ts';
import { defineEvent, nextVersion } from './event-definition.ts';

const first = defineEvent('TeaBrewed', z.strictObject({ minutes: z.int() }), { minutes: 3 });

const second = nextVersion(
  first,
  z.strictObject({ seconds: z.int().max(600) }),
  ({ minutes }) => ({ seconds: minutes * 60 }),
  { seconds: 180 },
);

const third = nextVersion(
  second,
  z.strictObject({ seconds: z.int(), leaf: z.enum(['green', 'unknown']) }),
  ({ seconds }) => ({ seconds, leaf: 'unknown' }),
  { seconds: 180, leaf: 'green' },
);

const catalogue = eventCatalogue([third]);

describe('an event with three schema versions', () => {
  it.each([
    [1, '{"minutes":3}', { seconds: 180, leaf: 'unknown' }],
    [2, '{"seconds":45}', { seconds: 45, leaf: 'unknown' }],
    [3, '{"seconds":45,"leaf":"green"}', { seconds: 45, leaf: 'green' }],
  ])('reads version %i as the newest', (schemaVersion, payload, data) => {
    expect(decodeEvent(catalogue, { type: 'TeaBrewed', schemaVersion, payload })).toEqual({
      type: 'TeaBrewed',
      data,
    });
  });

  it('is written in the newest version only', () => {
    expect(encodeEvent(catalogue, third.example)).toEqual({
      type: 'TeaBrewed',
      schemaVersion: 3,
      payload: '{"seconds":180,"leaf":"green"}',
    });
  });

  it.each([
    ['does not fit its own version', 1, '{"seconds":45}'],
    ['an upcaster turns into what the next version refuses', 1, '{"minutes":11}'],
  ])('refuses data that %s', (_, schemaVersion, payload) => {
    expect(() => decodeEvent(catalogue, { type: 'TeaBrewed', schemaVersion, payload })).toThrow(
      expect.objectContaining({ code: 'INVALID_EVENT' }),
    );
  });

  it('keeps the definitions before it as they were', () => {
    expect(first.currentVersion).toBe(1);
    expect([...first.readers.keys()]).toEqual([1]);
    expect([...third.schemas.keys()]).toEqual([1, 2, 3]);
  });
});
