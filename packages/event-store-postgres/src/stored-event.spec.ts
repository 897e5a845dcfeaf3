import { describe, expect, it } from '@jest/globals';
import { rfc3339 } from './stored-event.ts';

describe("Postgres' text of a UTC timestamp", () => {
  it.each([
    ['2026-01-02 03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02 03:04:05.1', '2026-01-02T03:04:05.100Z'],
    ['2026-01-02 03:04:05.12', '2026-01-02T03:04:05.120Z'],
    ['2026-01-02 03:04:05.123', '2026-01-02T03:04:05.123Z'],
    ['2026-01-02 03:04:05.123456', '2026-01-02T03:04:05.123456Z'],
  ])('%s becomes %s', (text, expected) => {
    expect(rfc3339(text)).toBe(expected);
  });
});
