import { describe, expect, it } from '@jest/globals';
import { redrivePlan } from './redrive-plan.ts';

const letters = (...reasons: ('failed' | 'waiting')[]) =>
  reasons.map((reason, index) => ({ offset: BigInt(index), reason }));
const stretch = (action: 'redrive' | 'discard', from: number, to: number) => ({
  action,
  from: BigInt(from),
  to: BigInt(to),
});

describe('what a command does with the letters of its key', () => {
  it('is to each what it says, and nothing to others, while the key is not quarantined', () => {
    const parked = letters('failed', 'failed', 'failed');
    expect(redrivePlan(stretch('redrive', 1, 1), parked, false)).toEqual(['leave', 'handle', 'leave']);
    expect(redrivePlan(stretch('discard', 0, 1), parked, false)).toEqual(['drop', 'drop', 'leave']);
  });

  it('re-drives a quarantined key from its first letter, whatever its author saw', () => {
    const parked = letters('failed', 'waiting', 'waiting');
    expect(redrivePlan(stretch('redrive', 1, 1), parked, true)).toEqual(['handle', 'handle', 'handle']);
  });

  it('goes on behind what is discarded of a quarantined key with all that waited', () => {
    const parked = letters('failed', 'waiting', 'waiting');
    expect(redrivePlan(stretch('discard', 0, 0), parked, true)).toEqual(['drop', 'handle', 'handle']);
  });

  it('keeps what is behind a letter that nobody spoke of', () => {
    const parked = letters('failed', 'waiting', 'waiting', 'waiting');
    expect(redrivePlan(stretch('discard', 1, 2), parked, true)).toEqual(['leave', 'drop', 'drop', 'leave']);
  });

  it('leaves a letter that failed after its author looked, and what is behind it', () => {
    const parked = letters('failed', 'waiting', 'failed', 'waiting');
    expect(redrivePlan(stretch('redrive', 0, 1), parked, true)).toEqual([
      'handle',
      'handle',
      'leave',
      'leave',
    ]);
  });
});
