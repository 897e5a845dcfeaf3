import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../settings/free-ports.ts';
import { workFolder } from '../settings/repository.ts';
import { heapSettings } from '../settings/stack-settings.ts';
import { checkDiskSpace } from '../stack/disk-space.ts';
import { type StackLayout, stackLayout } from '../stack/stack-layout.ts';
import { lockStack } from '../stack/stack-lock.ts';
import type { StackState } from '../stack/stack-state.ts';
import { resetStack } from '../stack/stack-shutdown.ts';
import { startStack } from '../stack/stack-supervisor.ts';
import { SetupError } from '../setup-error.ts';

const prefix = 'test-';

/** A stack of one test run: ports and data of its own, gone when it is disposed of. */
export interface TestStack extends AsyncDisposable {
  readonly layout: StackLayout;
  start(progress: (text: string) => void, signal: AbortSignal): Promise<StackState>;
}

export async function testStack(): Promise<TestStack> {
  const layout = stackLayout(join(workFolder, `${prefix}${randomBytes(4).toString('hex')}`));
  await checkDiskSpace(layout.folder);
  const lock = await lockStack(layout.lockFile, 'test');
  return {
    layout,
    start: async (progress, signal) => {
      const [postgres = 0, kafka = 0, kafkaController = 0, connect = 0] = await freePorts(4);
      const ports = { postgres, kafka, kafkaController, connect };
      const settings = { ports, heaps: heapSettings(process.env) };
      return startStack({ layout, settings, owner: 'test', progress, signal });
    },
    async [Symbol.asyncDispose]() {
      await resetStack(layout);
      await lock[Symbol.asyncDispose]();
    },
  };
}

/**
 * Ends and removes what test runs that were killed left in a folder; a run that still lives keeps what is its own.
 * @param progress told what could not be removed, which keeps no other run from its work.
 */
export async function removeLeftovers(progress: (text: string) => void, folder = workFolder): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((entry) => entry.startsWith(prefix))) {
    const layout = stackLayout(join(folder, name));
    try {
      await using _lock = await lockStack(layout.lockFile, 'test');
      await resetStack(layout);
    } catch (error) {
      if (error instanceof SetupError && error.code === 'STACK_IN_USE') continue;
      progress(
        `${layout.folder} of a former run stays: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
