import type { Ratio } from '../report.ts';
import { benchTopics } from './bench-topics.ts';
import { runProgram } from './run-contestant.ts';

/** What the process of a connected consumer has nothing to do, in seconds. */
const seconds = 20;

/** Processor time of a consumer that nothing arrives for, as a part of one core. */
export async function measureIdleCpu(brokers: readonly string[]): Promise<Ratio> {
  await using topics = await benchTopics(brokers);
  const { input, output } = topics;
  const given: IdleProgram = { brokers, input, output, group: await topics.group(), seconds };
  const { core } = await runProgram<IdleReport>('idle', given);
  return {
    name: 'idle-cpu',
    value: core,
    goal: 0.01,
    better: 'lower',
    detail: `${(core * 100).toFixed(2)} % of a core over ${seconds} s`,
  };
}

export interface IdleProgram {
  readonly brokers: readonly string[];
  readonly input: string;
  readonly output: string;
  readonly group: string;
  readonly seconds: number;
}

export interface IdleReport {
  /** 1 is a core in full use. */
  readonly core: number;
}
