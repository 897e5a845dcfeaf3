import type { Benchmark, Ratio } from '../report.ts';
import { measureContest } from './contest.measure.ts';
import { filterMapContest } from './contests/filter-map.contest.ts';
import { tableJoinContest } from './contests/table-join.contest.ts';
import { tumblingCountContest } from './contests/tumbling-count.contest.ts';

/** What the topology driver costs beside loops written by hand that take and give the same bytes. No broker takes part. */
export const topologyBenchmark: Benchmark = {
  name: 'topology',
  run: async (progress, { rounds }) => {
    const ratios: Ratio[] = [];
    for (const contest of [filterMapContest, tumblingCountContest, tableJoinContest]) {
      const ratio = await measureContest(contest, rounds);
      progress(`${ratio.name}: ${ratio.value.toFixed(4)} (${ratio.detail})`);
      ratios.push(ratio);
    }
    return ratios;
  },
};
