import { z } from 'zod';

const offset = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);
const time = z.int().min(0);

const from = z.union([
  z.literal('earliest'),
  z.strictObject({ offset }),
  /** Milliseconds since the epoch. */
  z.strictObject({ time }),
]);
const to = z.union([z.literal('end'), z.strictObject({ offset }), z.strictObject({ time })]);

/** The largest rate that may be asked for, in records per second: above what a replay reaches. */
export const maxRate = 1_000_000;

const handler = { group: z.string().min(1), topic: z.string().min(1) };
const range = {
  ...handler,
  from,
  to,
  /** Only this partition; an offset means little without it. */
  partition: z.int().min(0).optional(),
  /** Only records with this key. */
  key: z.string().optional(),
  /** Records per second. */
  rate: z.number().positive().max(maxRate),
};
/** The replay's name, as it stands in `replay.<id>.*`. */
const id = z.string().regex(/^[0-9a-z-]{1,64}$/);

const replayRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('plan'), ...range }),
  z.strictObject({
    action: z.literal('run'),
    id,
    ...range,
    /** How many differences are reported in full; all are counted. */
    reportLimit: z.int().min(0).max(10_000),
  }),
  z.strictObject({ action: z.literal('switch'), id, ...handler }),
  z.strictObject({ action: z.literal('revert'), id, ...handler }),
]);

/** What a replay program is asked, as one line of JSON; offsets are decimal strings there and bigints here. */
export type ReplayRequest = z.output<typeof replayRequest>;
/** A request as it is written. */
export type ReplayRequestText = z.input<typeof replayRequest>;
/** What is to be read. */
export type RangeRequest = Extract<ReplayRequest, { readonly action: 'plan' | 'run' }>;

/** The request that a line holds. @throws SyntaxError, ZodError */
export const readReplayRequest = (line: string): ReplayRequest => replayRequest.parse(JSON.parse(line));
