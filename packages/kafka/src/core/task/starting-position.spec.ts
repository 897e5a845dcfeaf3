import { describe, expect, it } from '@jest/globals';
import { startingPosition } from './starting-position.ts';

const at = { topic: 't', partition: 3 };
const log = { start: 10n, lastStable: 18n, end: 20n };

describe('a task begins', () => {
  it('at the start of the log without an offset, whatever the policy', () => {
    for (const policy of ['fail', 'earliest', 'latest'] as const) {
      expect(startingPosition(at, undefined, log, policy)).toEqual({
        topic: 't',
        offset: 10n,
        isCommitted: false,
      });
    }
  });

  it.each([10n, 15n, 19n, 20n])('at its offset %s while the log holds it, whatever the policy', (offset) => {
    for (const policy of ['fail', 'earliest', 'latest'] as const) {
      expect(startingPosition(at, offset, log, policy)).toEqual({ topic: 't', offset, isCommitted: true });
    }
  });

  it.each([0n, 9n, 21n])('nowhere with the offset %s outside the log', (offset) => {
    expect(() => startingPosition(at, offset, log, 'fail')).toThrow(
      `offset ${offset} is outside the log 10..20`,
    );
  });

  it.each([
    ['earliest', 9n, 10n],
    ['earliest', 21n, 10n],
    ['latest', 9n, 18n],
    ['latest', 21n, 18n],
  ] as const)('by the policy %s with the offset %s at %s', (policy, committed, offset) => {
    expect(startingPosition(at, committed, log, policy)).toEqual({
      topic: 't',
      offset,
      isCommitted: false,
      movedFrom: committed,
    });
  });
});
