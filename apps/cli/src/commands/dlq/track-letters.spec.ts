import { describe, expect, it } from '@jest/globals';
import { acted, letter, ordered } from '../../../test/letters.ts';
import { laneOf } from './letter.ts';
import { trackLetters, type Acts } from './track-letters.ts';

const waiting = { reason: 'waiting' } as const;
const letters = [
  letter(0n),
  letter(1n, 'b'),
  letter(2n, 'a', waiting),
  letter(3n, null),
  letter(4n, 'a', waiting),
];
const inQuarantine = new Set([laneOf({ partition: 0, key: Buffer.from('a') })]);

const track = (acts: Partial<Acts>) =>
  trackLetters(letters, { commands: [], acts: [], quarantined: new Set(), ...acts });
const states = (acts: Partial<Acts>): string =>
  track(acts)
    .map(({ state }) => state)
    .join(' ');

describe('what has become of dead letters', () => {
  it('is nothing as long as nobody acted', () => {
    expect(states({})).toBe('open open open open open');
  });

  it('is what was ordered for those of the key between the offsets, and for no other', () => {
    expect(states({ commands: [ordered('1', 0n, 2n)] })).toBe('ordered open ordered open open');
    expect(states({ commands: [ordered('1', 0n, 4n, { key: null })] })).toBe('open open open ordered open');
  });

  it('is more than what was ordered where the key is in quarantine: all of it, in order', () => {
    expect(states({ commands: [ordered('1', 2n, 2n)], quarantined: inQuarantine })).toBe(
      'ordered open ordered open ordered',
    );
  });

  it('is settled by the stretch that an act tells, for ever', () => {
    const first = ordered('1', 0n, 2n);
    expect(states({ commands: [first], acts: [acted(first, [0n, 2n])] })).toBe(
      'redriven open redriven open open',
    );
    const again = ordered('2', 0n, 4n);
    expect(states({ commands: [first, again], acts: [acted(first, [0n, 2n])] })).toBe(
      'redriven open redriven open ordered',
    );
  });

  it('is known from the acts alone, when the commands are gone', () => {
    expect(states({ acts: [acted(ordered('1', 0n, 4n), [0n, 4n])] })).toBe(
      'redriven open redriven open redriven',
    );
  });

  it('tells what a discard dropped from what was handled behind it', () => {
    const drop = ordered('1', 0n, 0n, { action: 'discard' });
    expect(states({ acts: [acted(drop, [0n, 4n])] })).toBe('discarded open redriven open redriven');
  });

  it('is open again from the letter on that failed again', () => {
    const whole = ordered('1', 0n, 4n);
    const failed = acted(whole, [0n, 0n], { outcome: 'failed', error: 'still' });
    expect(states({ commands: [whole], acts: [failed] })).toBe('redriven open open open open');
    expect(track({ commands: [whole], acts: [failed] }).map(({ commands }) => commands)).toEqual([
      ['1'],
      [],
      ['1'],
      [],
      ['1'],
    ]);
  });

  it('stays ordered while an act leaves the rest to a command of its own', () => {
    const whole = ordered('1', 0n, 4n);
    const part = acted(whole, [0n, 0n], { continues: true });
    const rest = ordered('1', 1n, 4n);
    expect(states({ commands: [whole, rest], acts: [part] })).toBe('redriven open ordered open ordered');
    const last = acted(rest, [2n, 4n]);
    expect(states({ commands: [whole, rest], acts: [part, last] })).toBe(
      'redriven open redriven open redriven',
    );
  });
});
