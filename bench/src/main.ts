import { parseArgs } from 'node:util';
import { progressPrinter, runCommand } from '@orderflow/infra-local';
import { kafkaBenchmark } from './kafka/kafka.benchmark.ts';
import { ordersBenchmark } from './orders/orders.benchmark.ts';
import { isMet, json, table, type Benchmark } from './report.ts';
import { topologyBenchmark } from './topology/topology.benchmark.ts';

const benchmarks: readonly Benchmark[] = [kafkaBenchmark, ordersBenchmark, topologyBenchmark];

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      minutes: { type: 'string', default: '0.5' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const benchmark = benchmarks.find(({ name }) => name === positionals[0]);
  const minutes = Number(values.minutes);
  const rounds = Number(values.rounds);
  if (benchmark === undefined || !(minutes > 0) || !(Number.isInteger(rounds) && rounds > 0)) {
    process.stderr.write(
      `usage: pnpm bench ${benchmarks.map(({ name }) => name).join(' | ')} [--json] [--minutes N] [--rounds N]\n`,
    );
    return 2;
  }
  const ratios = await benchmark.run(progressPrinter(), { minutes, rounds });
  process.stdout.write(`${table(ratios)}\n`);
  if (values.json === true) process.stdout.write(`${json(benchmark.name, ratios)}\n`);
  return ratios.every(isMet) ? 0 : 1;
});
