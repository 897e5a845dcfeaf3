import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jarFolder } from '@orderflow/infra-local';
import type { Load, RateReport } from './load.ts';

const run = promisify(execFile);
const folder = import.meta.dirname;

/** Far more than the longest contestant takes: a process that hangs ends the benchmark with an error, not never. */
const timeoutMs = 120_000;

/** Runs a program of `contestants` in a process of its own to its end and returns what it printed. */
export async function runProgram<Report>(
  name: string,
  given: object,
  options: { readonly extra?: readonly string[]; readonly timeoutMs?: number } = {},
): Promise<Report> {
  const program = join(folder, 'contestants', `${name}.contestant.ts`);
  const args = ['--conditions=source', program, JSON.stringify(given), ...(options.extra ?? [])];
  const { stdout } = await run(process.execPath, args, {
    timeout: options.timeoutMs ?? timeoutMs,
    killSignal: 'SIGKILL',
  });
  return JSON.parse(stdout);
}

/** The Java client with its defaults, and the JVM's: a single-file program on Kafka's own jars. */
export async function runJavaLoop(load: Load): Promise<RateReport> {
  const jars = await jarFolder(() => undefined);
  const { brokers, input, output, group, transactionRecords, warmUp, measured } = load;
  const stretches = [warmUp.records, warmUp.milliseconds, measured.records, measured.milliseconds];
  const { stdout } = await run(
    'java',
    [
      '-Xmx512m',
      '-cp',
      `${jars}/*`,
      join(folder, 'java/TransactionLoop.java'),
      brokers.join(','),
      input,
      output,
      group,
      ...[transactionRecords, ...stretches].map(String),
    ],
    { timeout: timeoutMs, killSignal: 'SIGKILL' },
  );
  return JSON.parse(stdout);
}
