import { describe, expect, it } from '@jest/globals';
import { stopBounds } from './stop-bounds.ts';

describe("a stop's time", () => {
  it.each([
    [5_000, 3_000, 2_000],
    [8_000, 6_000, 2_000],
    [100, 50, 50],
  ])('of %i ms is %i ms to drain and %i ms to leave', (stopTimeoutMs, drainMs, disconnectMs) => {
    expect(stopBounds(stopTimeoutMs)).toEqual({ drainMs, disconnectMs });
  });
});
