import { expect, it } from '@jest/globals';
import { durationText } from './duration-text.ts';

it.each([
  [30 * 86_400_000, '30 d'],
  [90 * 60_000, '90 min'],
  [1_500, '1500 ms'],
  [0, '0 ms'],
])('%d ms read %s', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});
