/** What every contestant of one comparison is given, as JSON in its first argument. */
export interface Load {
  readonly brokers: readonly string[];
  /** Consumed from its start by a group of the contestant's own. */
  readonly input: string;
  /** One record for each of the input's. */
  readonly output: string;
  readonly group: string;
  /** The most that one transaction covers. */
  readonly transactionRecords: number;
  /** The clock starts after so many records, or so many ms after the first one. */
  readonly warmUp: Stretch;
  /** The clock stops after so many records more, or so many ms. */
  readonly measured: Stretch;
}

/** Ends by whichever comes first, since between the contestants are orders of magnitude. */
export interface Stretch {
  readonly records: number;
  readonly milliseconds: number;
}

/** What a contestant prints as its only line. */
export interface RateReport {
  readonly recordsPerSecond: number;
}
