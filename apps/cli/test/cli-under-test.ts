import { stack } from '@orderflow/test-harness';
import { v7 } from 'uuid';
import type { DeclaredSystem } from '../src/declared-system.ts';
import type { ExitCode } from '../src/exit-code.ts';
import type { Output } from '../src/io.ts';
import { run } from '../src/run.ts';

/** What a command said and how it ended. */
export interface Answer {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** A command on its way. */
export interface Running {
  readonly answer: Promise<Answer>;
  /** What it has printed so far. */
  printed(): string;
  /** Ctrl-C. */
  interrupt(): void;
}

export interface CliOptions {
  readonly system?: DeclaredSystem;
  readonly brokers?: readonly string[];
  readonly now?: () => number;
  readonly terminal?: boolean;
}

export const capture = (isTerminal = false): Output & { readonly text: () => string } => {
  const parts: string[] = [];
  return {
    isTerminal,
    write: async (text) => {
      parts.push(text);
    },
    text: () => parts.join(''),
  };
};

/** Starts the command in this process. */
export const start = (argv: readonly string[], options: CliOptions = {}): Running => {
  const interrupt = new AbortController();
  const stdout = capture();
  const stderr = capture(options.terminal);
  const ended = run(
    argv,
    {
      stdout,
      stderr,
      environment: { KAFKA_BROKERS: (options.brokers ?? stack().kafka.brokers).join(',') },
      user: 'tester',
      signal: interrupt.signal,
      now: options.now ?? Date.now,
      newId: () => v7(),
    },
    options.system,
  );
  return {
    answer: ended.then((code) => ({ code, out: stdout.text(), err: stderr.text() })),
    printed: stdout.text,
    interrupt: () => interrupt.abort(),
  };
};

/** Runs the command to its end. */
export const orderflow = (argv: readonly string[], options?: CliOptions): Promise<Answer> =>
  start(argv, options).answer;

/** Runs the command with `--json`; the answer is parsed, and nothing may stand on stderr. */
export const orderflowJson = async (
  argv: readonly string[],
  options?: CliOptions,
): Promise<{ readonly code: ExitCode; readonly json: unknown }> => {
  const { code, out, err } = await orderflow([...argv, '--json'], options);
  if (err !== '') throw new Error(`${argv.join(' ')} said on stderr: ${err}`);
  const json: unknown = JSON.parse(out);
  return { code, json };
};
