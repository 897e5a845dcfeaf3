/** What is wrong with a topology, and where it was declared. */
export interface TopologyProblem {
  readonly problem: string;
  readonly place: string;
}

/** A topology can't be built or started; lists all that is wrong with it. */
export class TopologyError extends Error {
  readonly code = 'INVALID_TOPOLOGY';
  override readonly name = 'TopologyError';
  readonly problems: readonly TopologyProblem[];

  constructor(problems: readonly TopologyProblem[]) {
    super(problems.map(({ problem, place }) => `${problem} (${place})`).join('\n'));
    this.problems = problems;
  }
}
