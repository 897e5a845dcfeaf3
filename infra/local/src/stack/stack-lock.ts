import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type DaemonOwner,
  publishRecord,
  recordOf,
  removeRecord,
  runningDaemon,
} from '../process/process-record.ts';
import { SetupError, setupErrorOf } from '../setup-error.ts';

/**
 * Makes this process the only one that starts or stops parts of a stack, until it is disposed of or dies.
 * @throws SetupError STACK_IN_USE while another process holds it, DISK_FULL
 */
export async function lockStack(lockFile: string, owner: DaemonOwner): Promise<AsyncDisposable> {
  try {
    return await take(lockFile, owner);
  } catch (error) {
    throw setupErrorOf(error) ?? error;
  }
}

async function take(lockFile: string, owner: DaemonOwner): Promise<AsyncDisposable> {
  await mkdir(dirname(lockFile), { recursive: true });
  const holder = await runningDaemon(lockFile);
  if (holder !== undefined) {
    throw new SetupError(
      'STACK_IN_USE',
      `The stack is in use by \`pnpm ${holder.owner}\` (process ${holder.pid})`,
      'End that one first.',
    );
  }
  const record = await recordOf(process.pid, owner);
  if (!(await publishRecord(lockFile, record))) {
    throw new SetupError('STACK_IN_USE', 'The stack is being started by another process', 'Try again.');
  }
  return {
    async [Symbol.asyncDispose]() {
      await removeRecord(lockFile, record);
    },
  };
}
