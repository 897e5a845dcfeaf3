import { userInfo } from 'node:os';
import { v7 } from 'uuid';
import { processOutput } from './process-io.ts';
import { run } from './run.ts';

const interrupt = new AbortController();
// Once: a second Ctrl-C ends the process the ordinary way, whatever it waits for.
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());

process.exitCode = await run(process.argv.slice(2), {
  stdout: processOutput(process.stdout, () => interrupt.abort()),
  stderr: processOutput(process.stderr, () => interrupt.abort()),
  environment: process.env,
  user: userName(),
  signal: interrupt.signal,
  now: () => Date.now(),
  newId: () => v7(),
});

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that belongs to no user.
    return `uid ${process.getuid?.()}`;
  }
}
