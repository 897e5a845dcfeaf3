import { z } from 'zod';
import { limits } from '../limits.ts';
import { quantity } from '../schema/fields.ts';

/** A part of an order that comes back: `line` counts the order's lines from 1. */
export const returnedLine = z.strictObject({ line: z.int().min(1).max(limits.lines), quantity }).readonly();

/** One to `limits.lines` lines. */
export const returnedLines = z.array(returnedLine).min(1).max(limits.lines).readonly();
