import { checkJava } from '../kafka/java.ts';
import { jarFolder } from '../kafka/jars.ts';
import { isTaken } from '../process/port.ts';
import { type DaemonOwner, runningDaemon } from '../process/process-record.ts';
import { portVariables, type StackPorts, type StackSettings } from '../settings/stack-settings.ts';
import { SetupError } from '../setup-error.ts';
import { stackIdentity } from './stack-identity.ts';
import type { StackLayout } from './stack-layout.ts';
import { allParts, startOrder, type StackPart } from './stack-parts.ts';
import { stopPart } from './stack-shutdown.ts';
import { readStackState, type StackState, writeStackState } from './stack-state.ts';

export interface StackUpOptions {
  readonly layout: StackLayout;
  readonly settings: StackSettings;
  readonly owner: DaemonOwner;
  /** Told what is being done, in a few words. */
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Brings Postgres, Kafka and Connect up, or uses what runs already and proves to be this stack's or that of `docker compose`; data of former
 * starts is kept. A start that fails ends the parts that it started, and no others.
 * @throws SetupError with one line for a person.
 */
export async function startStack(options: StackUpOptions): Promise<StackState> {
  const { layout, settings, progress } = options;
  const { state, origin } = await stackIdentity(layout.stateFile, settings.ports);
  // First of all, so that a port to be changed is said at once.
  await Promise.all(allParts.map((part) => refuseForeigner(part, state, layout)));
  if (origin === 'compose') {
    await requireComposed(state);
    progress('Postgres, Kafka and Connect run already, started by docker compose');
    return state;
  }
  // Before anything is started with these ids and passwords: data without them would be of no use.
  await writeStackState(layout.stateFile, state);
  const jars = await requireJars(progress);
  const started: StackPart[] = [];
  try {
    for (const parts of startOrder) {
      // All settle before a failure is answered by a stop, so that none is started behind its back.
      const results = await Promise.allSettled(
        parts.map((part) => ensure(part, state, jars, { ...options, onStart: () => started.push(part) })),
      );
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  } catch (error) {
    for (const part of started.toReversed()) await stopPart(layout, part);
    throw error;
  }
  return state;
}

/** Starting what is missing here would mix its data with that of the volumes. */
async function requireComposed(state: StackState): Promise<void> {
  for (const part of allParts) {
    if (await part.isOurs(state)) continue;
    throw new SetupError(
      'NOT_READY',
      `Postgres is that of docker compose, and its ${part.title} does not answer`,
      'Run `docker compose up --detach --wait`, or `docker compose down`.',
    );
  }
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
  { layout, settings, owner, progress, signal, onStart }: StackUpOptions & { readonly onStart: () => void },
): Promise<void> {
  const partLayout = layout.part(part.name);
  if ((await runningDaemon(partLayout.pidFile)) !== undefined) {
    if (await part.isOurs(state)) {
      progress(`${part.title} runs already`);
      return;
    }
    // Left half started, or at a port that has been changed since.
    await stopPart(layout, part);
  }
  if ((await takenPort(part, state)) !== undefined) {
    progress(`${part.title} runs already, started by something else`);
    return;
  }
  progress(`Starting ${part.title}`);
  onStart();
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

export interface PartStatus {
  readonly title: string;
  readonly port: number;
  readonly pid?: number;
  readonly state: 'up' | 'down' | 'not answering' | 'foreign';
}

/** What runs of a stack, by looking. */
export async function stackStatus(layout: StackLayout, settings: StackSettings): Promise<PartStatus[]> {
  const former = await readStackState(layout.stateFile);
  const { ports } = former ?? settings;
  const { state } = await stackIdentity(layout.stateFile, ports);
  return Promise.all(
    allParts.map(async (part): Promise<PartStatus> => {
      const [name] = part.ports;
      const port = ports[name ?? 'postgres'];
      const record = await runningDaemon(layout.part(part.name).pidFile);
      const known = { title: part.title, port, ...(record === undefined ? {} : { pid: record.pid }) };
      if (await part.isOurs(state)) return { ...known, state: 'up' };
      if (record !== undefined) return { ...known, state: 'not answering' };
      return { ...known, state: (await isTaken(port)) ? 'foreign' : 'down' };
    }),
  );
}
