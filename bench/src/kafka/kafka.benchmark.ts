import { onTestStack } from '@orderflow/infra-local';
import { stack } from '@orderflow/test-harness';
import type { Benchmark, Ratio } from '../report.ts';
import { measureIdleCpu } from './idle-cpu.measure.ts';
import { measureMemory } from './memory.measure.ts';
import { measureThroughput } from './throughput.measure.ts';

/** The transport: its rate beside its peers', what it costs at rest, and whether it keeps its memory. */
export const kafkaBenchmark: Benchmark = {
  name: 'kafka',
  run: (progress, { minutes, rounds }) =>
    onTestStack(progress, async ({ variable }) => {
      process.env.ORDERFLOW_STACK = variable;
      const { brokers } = stack().kafka;
      const ratios: Ratio[] = [];
      const add = (...measured: readonly Ratio[]): void => {
        for (const { name, value, detail } of measured) progress(`${name}: ${value.toFixed(4)} (${detail})`);
        ratios.push(...measured);
      };
      add(await measureIdleCpu(brokers));
      for (const bytes of [300, 1_000])
        add(...(await measureThroughput({ brokers, bytes, rounds, progress })));
      add(await measureMemory(brokers, minutes));
      return ratios;
    }),
};
