import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DaemonOwner, runningDaemon } from '../process/daemon.ts';
import { startTimeOf } from '../process/start-time.ts';
import { SetupError } from '../setup-error.ts';

/**
 * Makes this process the only one that starts or stops parts of a stack, until it is disposed of or dies.
 * @throws SetupError STACK_IN_USE while another process holds it.
 */
export async function lockStack(lockFile: string, owner: DaemonOwner): Promise<AsyncDisposable> {
  await mkdir(dirname(lockFile), { recursive: true });
  const holder = await runningDaemon(lockFile);
  if (holder !== undefined) {
    throw new SetupError(
      'STACK_IN_USE',
      `The stack is in use by \`pnpm ${holder.owner}\` (process ${holder.pid})`,
      'End that one first.',
    );
  }
  const startTime = await startTimeOf(process.pid);
  const record = `${JSON.stringify({ pid: process.pid, startTime, owner })}\n`;
  try {
    // 'wx': of two that found no holder one wins.
    const file = await open(lockFile, 'wx', 0o600);
    await file.close();
  } catch (cause) {
    throw new SetupError('STACK_IN_USE', 'The stack is being started by another process', 'Try again.', {
      cause,
    });
  }
  await writeFile(lockFile, record);
  return {
    async [Symbol.asyncDispose]() {
      await rm(lockFile, { force: true });
    },
  };
}
