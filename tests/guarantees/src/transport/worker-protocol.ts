/** Points of a record's way at which a worker can be made to wait for its end. */
export const haltPoints = [
  'after consume',
  'after produce',
  'after sendOffsets',
  'during commit',
  'after commit',
] as const;
export type HaltPoint = (typeof haltPoints)[number];

/** What a worker is told when it starts, as the JSON of its one argument. */
export interface WorkerAssignment {
  readonly brokers: readonly string[];
  readonly group: string;
  readonly input: string;
  readonly output: string;
  readonly instanceId: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly transactionTimeoutMs: number;
  /** Waits when it gets to the point for the so manieth time, from 1. */
  readonly halt?: { readonly at: HaltPoint; readonly time: number };
}

/** What a worker says, one JSON value a line on its standard output. */
export type WorkerReport =
  | { readonly type: 'halted'; readonly at: HaltPoint }
  | { readonly type: 'event'; readonly event: string; readonly partitions?: readonly number[] };

/** A line on a worker's standard input: what waits goes on. */
export const goOn = 'go on';

/** An input as the feed makes it. */
export interface FedRecord {
  readonly id: string;
}

/** What the worker makes of an input. */
export interface WorkedRecord {
  readonly id: string;
  /** How many records of this key the task has handled, this one included; restored from the outputs. */
  readonly count: number;
  readonly by: string;
}
