import { describe, expect, it } from '@jest/globals';
import { tracked } from '../../../test/letters.ts';
import { laneOf } from './letter.ts';
import { planActs } from './plan-acts.ts';

const none = new Set<string>();
const held = new Set([laneOf({ partition: 0, key: Buffer.from('a') })]);

describe('the commands of an act', () => {
  it('are one a key, keyless ones apart from an empty key', () => {
    const letters = [
      tracked(0n),
      tracked(1n, {}, 'b'),
      tracked(2n),
      tracked(3n, {}, ''),
      tracked(4n, {}, null),
    ];
    const acts = planActs({ action: 'redrive', letters, chosen: letters, quarantined: none });
    expect(acts.map(({ key, from, to, handled }) => [key?.toString(), from, to, handled])).toEqual([
      ['a', 0n, 2n, 2],
      ['b', 1n, 1n, 1],
      ['', 3n, 3n, 1],
      [undefined, 4n, 4n, 1],
    ]);
  });

  const failed = tracked(1n);
  const waiting = tracked(2n, { reason: 'waiting' });
  const behind = tracked(3n, { reason: 'waiting' });
  const letters = [tracked(0n, { state: 'redriven' }), failed, waiting, behind];

  it('tell that a quarantined key is taken from its first letter on, and whole', () => {
    expect(planActs({ action: 'redrive', letters, chosen: [waiting], quarantined: held })).toMatchObject([
      { from: 2n, to: 2n, handled: 3, dropped: 0, left: 0 },
    ]);
  });

  it('tell what is handled behind a letter that is dropped, and what an earlier one holds back', () => {
    expect(planActs({ action: 'discard', letters, chosen: [failed], quarantined: held })).toMatchObject([
      { from: 1n, to: 1n, handled: 2, dropped: 1, left: 0 },
    ]);
    expect(planActs({ action: 'discard', letters, chosen: [waiting], quarantined: held })).toMatchObject([
      { from: 2n, to: 2n, handled: 0, dropped: 1, left: 2 },
    ]);
  });

  it('mean each letter by itself where the key is free', () => {
    expect(planActs({ action: 'redrive', letters, chosen: [waiting], quarantined: none })).toMatchObject([
      { from: 2n, to: 2n, handled: 1, left: 2 },
    ]);
  });
});
