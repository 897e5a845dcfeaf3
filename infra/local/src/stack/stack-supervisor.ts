import { rm } from 'node:fs/promises';
import { checkJava } from '../kafka/java.ts';
import { jarFolder } from '../kafka/jars.ts';
import { isOurPostgres } from '../postgres/postgres-session.ts';
import { type DaemonOwner, runningDaemon, stopDaemon } from '../process/daemon.ts';
import { isTaken } from '../process/port.ts';
import { portVariables, type StackPorts, type StackSettings } from '../settings/stack-settings.ts';
import { SetupError } from '../setup-error.ts';
import { composeState } from './compose-identity.ts';
import { checkDiskSpace } from './disk-space.ts';
import type { StackLayout } from './stack-layout.ts';
import { allParts, startOrder, type StackPart } from './stack-parts.ts';
import { newStackState, readStackState, type StackState, writeStackState } from './stack-state.ts';

export interface StackUpOptions {
  readonly layout: StackLayout;
  readonly settings: StackSettings;
  readonly owner: DaemonOwner;
  /** Told what is being done, in a few words. */
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface RunningStack {
  readonly state: StackState;
  /** Ends what this owner started, last first; what another started stays. */
  stop(): Promise<void>;
}

/**
 * Brings Postgres, Kafka and Connect up, or uses what runs already and proves to be this stack's; data of former starts is kept.
 * A start that fails ends the parts that it started.
 * @throws SetupError with one line for a person.
 */
export async function startStack(options: StackUpOptions): Promise<RunningStack> {
  const { layout, settings, owner, progress } = options;
  await checkDiskSpace(layout.folder);
  const state = await stateFor(layout, settings);
  const stop = (): Promise<void> => stopParts(layout, (record) => owner === 'infra' || record !== 'infra');
  try {
    // First of all, so that a port to be changed is said at once.
    await Promise.all(allParts.map((part) => refuseForeigner(part, state, layout)));
    const jars = await requireJars(progress);
    for (const parts of startOrder) {
      // All settle before a failure is answered by a stop, so that none is started behind its back.
      const results = await Promise.allSettled(parts.map((part) => ensure(part, state, jars, options)));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { state, stop };
}

async function stateFor(layout: StackLayout, { ports }: StackSettings): Promise<StackState> {
  const former = await readStackState(layout.stateFile);
  let state = former === undefined ? newStackState(ports) : { ...former, ports };
  if (former === undefined && (await isTaken(ports.postgres))) {
    const composed = await composeState(ports);
    if (await isOurPostgres(composed)) state = composed;
  }
  // Before anything is started with these ids and passwords: data without them would be of no use.
  await writeStackState(layout.stateFile, state);
  return state;
}

async function requireJars(progress: (text: string) => void): Promise<string> {
  const [jars] = await Promise.all([
    jarFolder(() => progress('Fetching Kafka, Connect and Debezium by Maven')),
    checkJava(),
  ]);
  return jars;
}

async function ensure(
  part: StackPart,
  state: StackState,
  jars: string,
  { layout, settings, owner, progress, signal }: StackUpOptions,
): Promise<void> {
  const partLayout = layout.part(part.name);
  if ((await runningDaemon(partLayout.pidFile)) !== undefined) {
    if (await part.isOurs(state)) {
      progress(`${part.title} runs already`);
      return;
    }
    // Left half started, or at a port that has been changed since.
    await stopDaemon(partLayout.pidFile, part.stopSignal, part.stopWithinMs);
  }
  if ((await takenPort(part, state)) !== undefined) {
    progress(`${part.title} runs already, started by something else`);
    return;
  }
  progress(`Starting ${part.title}`);
  await part.start({
    layout: partLayout,
    state,
    jars,
    heaps: settings.heaps,
    owner,
    ...(signal === undefined ? {} : { signal }),
  });
  progress(`${part.title} is up`);
}

async function takenPort(part: StackPart, state: StackState): Promise<keyof StackPorts | undefined> {
  for (const name of part.ports) if (await isTaken(state.ports[name])) return name;
  return undefined;
}

/** Whoever listens at a part's port without having been started here must prove to be this stack's. */
async function refuseForeigner(part: StackPart, state: StackState, layout: StackLayout): Promise<void> {
  if ((await runningDaemon(layout.part(part.name).pidFile)) !== undefined) return;
  const name = await takenPort(part, state);
  if (name === undefined || (await part.isOurs(state))) return;
  throw new SetupError(
    'PORT_TAKEN',
    `Port ${state.ports[name]} for ${part.title} is taken by a process that is not this stack's`,
    `Stop it, or set ${portVariables[name]} to a free port.`,
  );
}

/** Ends the parts whose owner is one to stop, in the order opposite to the start. */
export async function stopParts(
  layout: StackLayout,
  mayStop: (owner: DaemonOwner) => boolean,
): Promise<void> {
  for (const parts of startOrder.toReversed()) {
    await Promise.all(
      parts.map(async ({ name, stopSignal, stopWithinMs }) => {
        const { pidFile } = layout.part(name);
        const record = await runningDaemon(pidFile);
        if (record !== undefined && mayStop(record.owner))
          await stopDaemon(pidFile, stopSignal, stopWithinMs);
      }),
    );
  }
}

/** Kills services and parts at once, for the second Ctrl-C; the next start recovers. */
export async function killStack(
  layout: StackLayout,
  mayStop: (owner: DaemonOwner) => boolean,
): Promise<void> {
  const services = (await layout.serviceNames()).map((name) => layout.service(name));
  const parts = allParts.map(({ name }) => layout.part(name));
  await Promise.all(
    [...services, ...parts].map(async ({ pidFile }) => {
      const record = await runningDaemon(pidFile);
      if (record !== undefined && mayStop(record.owner)) await stopDaemon(pidFile, 'SIGKILL', 5_000);
    }),
  );
}

export interface PartStatus {
  readonly title: string;
  readonly port: number;
  readonly pid?: number;
  readonly state: 'up' | 'down' | 'not answering' | 'foreign';
}

/** What runs of a stack, by looking. */
export async function stackStatus(layout: StackLayout, settings: StackSettings): Promise<PartStatus[]> {
  const state = await readStackState(layout.stateFile);
  return Promise.all(
    allParts.map(async (part): Promise<PartStatus> => {
      const [name] = part.ports;
      const port = (state ?? settings).ports[name ?? 'postgres'];
      const record = await runningDaemon(layout.part(part.name).pidFile);
      const known = { title: part.title, port, ...(record === undefined ? {} : { pid: record.pid }) };
      if (state !== undefined && (await part.isOurs(state))) return { ...known, state: 'up' };
      if (record !== undefined) return { ...known, state: 'not answering' };
      return { ...known, state: (await isTaken(port)) ? 'foreign' : 'down' };
    }),
  );
}

/**
 * Ends the parts and removes their data: databases, topics and the connector's offsets together, since each is wrong without the others.
 * What something else started is left alone.
 */
export async function resetStack(layout: StackLayout): Promise<void> {
  await stopParts(layout, () => true);
  await rm(layout.folder, { recursive: true, force: true });
}
