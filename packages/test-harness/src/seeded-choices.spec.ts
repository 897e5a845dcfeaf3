import { describe, expect, it } from '@jest/globals';
import { seededChoices } from './seeded-choices.ts';

const many = (seed: number): number[] => {
  const choices = seededChoices(seed);
  return Array.from({ length: 200 }, () => choices.integer(3, 8));
};

describe('seeded choices', () => {
  it('are the same for the same seed and others for another', () => {
    expect(many(7)).toEqual(many(7));
    expect(many(7)).not.toEqual(many(8));
    expect(seededChoices(7).branch().seed).toBe(seededChoices(7).branch().seed);
  });

  it('reach every value of a range and none outside', () => {
    expect(new Set(many(0))).toEqual(new Set([3, 4, 5, 6, 7]));
    const choices = seededChoices(1);
    const picked = Array.from({ length: 100 }, () => choices.pick(['a', 'b']));
    expect(new Set(picked)).toEqual(new Set(['a', 'b']));
  });

  it('refuse what is no seed and a choice among nothing', () => {
    expect(() => seededChoices(-1)).toThrow(RangeError);
    expect(() => seededChoices(0.5)).toThrow(RangeError);
    expect(() => seededChoices(1).pick([])).toThrow(RangeError);
  });
});
