import { parseArgs } from 'node:util';
import { progressPrinter, runCommand } from '@orderflow/infra-local';
import { ordersBenchmark } from './orders/orders.benchmark.ts';
import { isMet, json, table, type Benchmark } from './report.ts';

const benchmarks: readonly Benchmark[] = [ordersBenchmark];

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const benchmark = benchmarks.find(({ name }) => name === positionals[0]);
  if (benchmark === undefined) {
    process.stderr.write(`usage: pnpm bench ${benchmarks.map(({ name }) => name).join(' | ')} [--json]\n`);
    return 2;
  }
  const ratios = await benchmark.run(progressPrinter());
  process.stdout.write(`${table(ratios)}\n`);
  if (values.json === true) process.stdout.write(`${json(benchmark.name, ratios)}\n`);
  return ratios.every(isMet) ? 0 : 1;
});
