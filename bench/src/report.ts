/** One measured ratio and what it should be; ratios, because an absolute figure of one machine proves nothing. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly goal: number;
  readonly better: 'higher' | 'lower';
  /** What was divided by what, with the figures of this run, for people. */
  readonly detail: string;
}

/** A benchmark: it brings its peers along and measures both in one run. */
export interface Benchmark {
  readonly name: string;
  run(progress: (text: string) => void, options: BenchmarkOptions): Promise<readonly Ratio[]>;
}

export interface BenchmarkOptions {
  /** How long what has to be measured over a long time is measured. */
  readonly minutes: number;
  /** How often peers are measured in turn. */
  readonly rounds: number;
}

export function isMet({ value, goal, better }: Ratio): boolean {
  return better === 'higher' ? value >= goal : value <= goal;
}

/** A table for people. */
export function table(ratios: readonly Ratio[]): string {
  const rows = ratios.map((ratio) => [
    isMet(ratio) ? 'met' : 'MISSED',
    ratio.name,
    ratio.value.toFixed(2),
    `${ratio.better === 'higher' ? '>=' : '<='} ${ratio.goal}`,
    ratio.detail,
  ]);
  const lines = [['', 'ratio', 'value', 'goal', 'measured'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line for programs. */
export function json(name: string, ratios: readonly Ratio[]): string {
  const by = (pick: (ratio: Ratio) => number) =>
    Object.fromEntries(ratios.map((ratio) => [ratio.name, pick(ratio)]));
  return JSON.stringify({
    name,
    ratios: by(({ value }) => Number(value.toFixed(4))),
    goals: by(({ goal }) => goal),
  });
}
