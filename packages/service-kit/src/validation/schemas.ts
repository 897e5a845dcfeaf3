import { z } from 'zod';
import { textFlaw } from '../json/text-flaws.ts';

/** Text of `min` to `max` UTF-16 units that can be stored and sent unchanged: no NUL, no lone surrogate. */
export function boundedText(max: number, min: number = 1): z.ZodString {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((text) => textFlaw(text) === undefined, { error: 'Must be well-formed text without NUL.' });
}
