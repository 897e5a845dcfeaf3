import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { runReplayProgram } from '@orderflow/replay';
import { createLogger } from '@orderflow/telemetry';
import { readPaymentsReplayConfig } from './payments.config.ts';
import { paymentsReplay } from './payments.replay.ts';

// Standard output is the answer; what is logged goes beside it.
const logger = createLogger({ service: 'payments-replay', destination: process.stderr });
process.exitCode = await runReplayProgram({
  compose: () => paymentsReplay(readPaymentsReplayConfig(process.env), logger),
  input: process.stdin,
  write: (line) => void process.stdout.write(line),
  clock: {
    now: () => performance.now(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
  },
});
