import { randomBytes } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { stopDaemon } from '../process/daemon.ts';
import { type DaemonOwner, runningDaemon } from '../process/process-record.ts';
import { stopServices } from '../services/system.ts';
import type { StackLayout } from './stack-layout.ts';
import { allParts, connectPart, kafkaPart, postgresPart, type StackPart } from './stack-parts.ts';

type MayStop = (owner: DaemonOwner) => boolean;

/** Ends a part if it was started here: asks it, and kills it when it takes too long. */
export async function stopPart(
  layout: StackLayout,
  { name, stopSignal, stopWithinMs }: StackPart,
  mayStop: MayStop = () => true,
): Promise<void> {
  const { pidFile } = layout.part(name);
  const record = await runningDaemon(pidFile);
  if (record !== undefined && mayStop(record.owner)) await stopDaemon(pidFile, stopSignal, stopWithinMs);
}

/**
 * Ends every service, whoever started it, and the parts whose owner is one to stop: what needs Kafka and Postgres first, at once, so that all
 * of it takes 13 s at most.
 */
export async function stopStack(layout: StackLayout, mayStop?: MayStop): Promise<void> {
  await Promise.all([stopServices(layout), stopPart(layout, connectPart, mayStop)]);
  await Promise.all([stopPart(layout, kafkaPart, mayStop), stopPart(layout, postgresPart, mayStop)]);
}

/** Kills services and parts at once, for the second Ctrl-C; the next start recovers. */
export async function killStack(layout: StackLayout, mayStop: MayStop): Promise<void> {
  const services = (await layout.serviceNames()).map((name) => layout.service(name));
  const parts = allParts.map(({ name }) => layout.part(name));
  await Promise.all(
    [...services, ...parts].map(async ({ pidFile }) => {
      const record = await runningDaemon(pidFile);
      if (record !== undefined && mayStop(record.owner)) await stopDaemon(pidFile, 'SIGKILL', 5_000);
    }),
  );
}

/**
 * Ends services and parts and removes their data: databases, topics and the connector's offsets together, since each is wrong without the
 * others. The folder is gone at once or stays whole; what was started by something else is left alone.
 */
export async function resetStack(layout: StackLayout): Promise<void> {
  await stopStack(layout);
  const parent = dirname(layout.folder);
  const removed = `${basename(layout.folder)}.removed-`;
  try {
    // Half removed, it would be taken for a stack with its data.
    await rename(layout.folder, join(parent, removed + randomBytes(4).toString('hex')));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  // Those of resets that were killed too.
  const names = (await readdir(parent)).filter((name) => name.startsWith(removed));
  await Promise.all(names.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}
