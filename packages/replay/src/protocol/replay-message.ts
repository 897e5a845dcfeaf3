import { z } from 'zod';

const count = z.int().min(0);
const offset = z.string();

const progress = z.object({
  kind: z.literal('progress'),
  phase: z.enum(['reading', 'replaying', 'catching up', 'waiting for the live handler', 'comparing']),
  /** Offsets passed, and to be passed, in this phase. */
  done: count,
  total: count,
});

const effects = z.object({
  settled: count,
  unsettled: count,
  missing: count,
  /** Names of some of those that have no outcome. */
  unanswered: z.array(z.string()),
});

const partition = z.object({ partition: count, from: offset, to: offset });

/** A record that the handler did not take. */
const failure = z.object({ partition: count, offset, code: z.string(), message: z.string() });

const field = z.object({ field: z.string(), live: z.string().nullable(), replayed: z.string().nullable() });

const outputDifference = z.object({
  kind: z.enum(['only live', 'only replayed', 'differs']),
  id: z.string(),
  key: z.string().nullable(),
  fields: z.array(field),
});

const rowDifference = z.object({
  kind: z.enum(['only live', 'only replayed', 'differs']),
  key: z.string(),
  fields: z.array(field),
});

const records = z.object({
  records: count,
  types: z.record(z.string(), count),
  partitions: z.array(partition),
});
const failures = z.object({ failed: count, failures: z.array(failure) });

const plan = records.extend({
  kind: z.literal('plan'),
  mode: z.enum(['rebuild', 'verify', 'never']),
  /** Absent where the handler has no effects. */
  effects: effects.optional(),
  rate: z.number(),
  estimatedSeconds: z.number(),
});

const verified = records.extend({
  kind: z.literal('verified'),
  id: z.string(),
  ...failures.shape,
  /** Records among the dead letters: where live has no answer to one, its outputs or its failure are no difference. */
  parked: count,
  outputs: count,
  equal: count,
  /** Outputs that stand in the live topic more than once. */
  duplicates: count,
  effects,
  differing: count,
  differences: z.array(outputDifference),
});

const rebuilt = records.extend({
  kind: z.literal('rebuilt'),
  id: z.string(),
  ...failures.shape,
  rows: count,
  differing: count,
  differences: z.array(rowDifference),
});

const pointer = z.object({
  kind: z.literal('switched'),
  id: z.string(),
  active: z.string(),
  before: z.string(),
});

const failed = z.object({
  kind: z.literal('failed'),
  code: z.string(),
  message: z.string(),
});

const replayMessage = z.discriminatedUnion('kind', [progress, plan, verified, rebuilt, pointer, failed]);

/** One line of a replay program's answer: progress while it works, and one other message at its end. Offsets are decimal strings. */
export type ReplayMessage = z.output<typeof replayMessage>;
export type ReplayProgress = z.output<typeof progress>;
export type ReplayPlan = z.output<typeof plan>;
export type Verified = z.output<typeof verified>;
export type Rebuilt = z.output<typeof rebuilt>;
export type Switched = z.output<typeof pointer>;
export type EffectCounts = z.output<typeof effects>;
export type RecordFailure = z.output<typeof failure>;
export type FieldDifference = z.output<typeof field>;
export type OutputDifference = z.output<typeof outputDifference>;
export type RowDifference = z.output<typeof rowDifference>;
export type ReadRecords = z.output<typeof records>;

/** The message that a line holds. @throws SyntaxError, ZodError */
export const readReplayMessage = (line: string): ReplayMessage => replayMessage.parse(JSON.parse(line));
