import type { Ratio } from '../report.ts';
import { mean } from '../statistics.ts';
import { benchTopics } from './bench-topics.ts';
import { fillTopic } from './filled-topic.ts';
import type { Load, RateReport, Stretch } from './load.ts';
import { runJavaLoop, runProgram } from './run-contestant.ts';

interface Conditions {
  readonly brokers: readonly string[];
  /** Of a record's value. */
  readonly bytes: number;
  readonly rounds: number;
  readonly progress: (text: string) => void;
}

/** What one transaction covers at most, the same for all that have one: our default, and what a fetch brings at once. */
const transactionBounds = { default: 500, large: 4_000 };

const warmUp: Stretch = { records: 100_000, milliseconds: 4_000 };
const measured: Stretch = { records: 250_000, milliseconds: 6_000 };

/** So many more than are measured that the clock stops under full load. */
const spare = 30_000;

interface Contestant {
  readonly name: string;
  readonly transactionRecords: number;
  readonly consume: (load: Load) => Promise<RateReport>;
}

const contestants: readonly Contestant[] = [
  { name: 'nest', transactionRecords: 1, consume: (load) => runProgram('nest', load) },
  {
    name: 'nest 4 at once',
    transactionRecords: 1,
    consume: (load) => runProgram('nest', load, { extra: ['4'] }),
  },
  ...Object.values(transactionBounds).flatMap((transactionRecords) => [
    {
      name: `orderflow ${transactionRecords}`,
      transactionRecords,
      consume: (load: Load) => runProgram<RateReport>('orderflow', load),
    },
    {
      name: `kafkajs ${transactionRecords}`,
      transactionRecords,
      consume: (load: Load) => runProgram<RateReport>('kafkajs-loop', load),
    },
    { name: `java ${transactionRecords}`, transactionRecords, consume: runJavaLoop },
  ]),
];

/** The rate at which each consumes the same backlog, one after the other, in rounds, each a process of its own. */
export async function measureThroughput({
  brokers,
  bytes,
  rounds,
  progress,
}: Conditions): Promise<readonly Ratio[]> {
  await using topics = await benchTopics(brokers);
  await fillTopic(brokers, topics.input, { records: warmUp.records + measured.records + spare, bytes });
  progress(`${bytes} B: the backlog is there`);
  const rates = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    // There and back again: whom the broker's leftovers of one disturb in one round they don't in the next.
    for (const { name, transactionRecords, consume } of round % 2 === 0
      ? contestants
      : contestants.toReversed()) {
      const { input, output } = topics;
      const load: Load = {
        brokers,
        input,
        output,
        group: await topics.group(),
        transactionRecords,
        warmUp,
        measured,
      };
      const { recordsPerSecond } = await consume(load);
      progress(`${bytes} B, round ${round + 1}: ${name} ${recordsPerSecond.toFixed(0)} records/s`);
      rates.set(name, [...(rates.get(name) ?? []), recordsPerSecond]);
    }
  }
  const rateOf = (name: string): number => mean(rates.get(name) ?? []);
  const figure = (name: string): string => `${name}: ${rateOf(name).toFixed(0)} records/s`;
  const ratio = (name: string, bound: number, peer: string, goal: number): Ratio => ({
    name: `${name}-${bytes}B`,
    value: rateOf(`orderflow ${bound}`) / rateOf(peer),
    goal,
    better: 'higher',
    detail: [`orderflow ${bound}`, peer, `kafkajs ${bound}`].map(figure).join(', '),
  });
  const nestBest = rateOf('nest') > rateOf('nest 4 at once') ? 'nest' : 'nest 4 at once';
  return [
    ratio('to-nest', transactionBounds.default, nestBest, 5),
    ...Object.values(transactionBounds).map((bound) => ratio(`to-java-${bound}`, bound, `java ${bound}`, 1)),
  ];
}
