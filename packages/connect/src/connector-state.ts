/** https://docs.confluent.io/platform/current/connect/monitoring.html#connector-and-task-status */
export type RunState = 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'UNASSIGNED' | 'RESTARTING';

/** One task as Connect reports it. */
export interface TaskState {
  readonly id: number;
  readonly state: RunState;
  /** The first line of the stack trace of a FAILED task. */
  readonly reason?: string;
}

/** A connector as Connect reports it, `reason` being the first line of its stack trace while it is FAILED. */
export interface ConnectorState {
  readonly name: string;
  readonly state: RunState;
  readonly reason?: string;
  readonly tasks: readonly TaskState[];
}

const runStates: readonly RunState[] = ['RUNNING', 'PAUSED', 'STOPPED', 'FAILED', 'UNASSIGNED', 'RESTARTING'];

interface Reported {
  readonly state: RunState;
  readonly reason?: string;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}

function reported(value: unknown): Reported {
  const name = field(value, 'state');
  const state = runStates.find((known) => known === name);
  if (state === undefined) throw new TypeError(`unknown state of a connector: ${String(name)}`);
  const trace = field(value, 'trace');
  return typeof trace === 'string' ? { state, reason: reasonOf(trace) } : { state };
}

/** Reads the answer of GET /connectors/NAME/status. @throws TypeError where it is none. */
export function parseConnectorState(answer: unknown): ConnectorState {
  const name = field(answer, 'name');
  const tasks = field(answer, 'tasks');
  if (typeof name !== 'string' || !Array.isArray(tasks)) throw new TypeError('not the status of a connector');
  return {
    name,
    ...reported(field(answer, 'connector')),
    tasks: tasks.map((task: unknown) => ({ id: Number(field(task, 'id')), ...reported(task) })),
  };
}

/** The line of a stack trace that says why: the innermost cause, or the first line where there is none. */
export function reasonOf(trace: string): string {
  const lines = trace.split('\n').map((line) => line.trim());
  const cause = lines.findLast((line) => line.startsWith('Caused by: '));
  return (cause?.slice('Caused by: '.length) ?? lines[0] ?? '').slice(0, 500);
}

/** Whether the connector and at least one task run, and no task doesn't. */
export function isRunning(connector: ConnectorState): boolean {
  return (
    connector.state === 'RUNNING' &&
    connector.tasks.length > 0 &&
    connector.tasks.every(({ state }) => state === 'RUNNING')
  );
}

/** A connector and its tasks in one word; `without-tasks` while Connect has given it none. */
export type Condition =
  | 'running'
  | 'failed'
  | 'paused'
  | 'stopped'
  | 'unassigned'
  | 'restarting'
  | 'without-tasks';

/** Says `running` only of what runs as a whole; else what keeps it from that, a failure before all. */
export function conditionOf(connector: ConnectorState): Condition {
  if (failureOf(connector) !== undefined) return 'failed';
  const parts = [connector, ...connector.tasks];
  const idle = parts.find(({ state }) => state !== 'RUNNING');
  if (idle !== undefined) return conditions[idle.state];
  return isRunning(connector) ? 'running' : 'without-tasks';
}

const conditions: Readonly<Record<RunState, Condition>> = {
  RUNNING: 'running',
  PAUSED: 'paused',
  STOPPED: 'stopped',
  FAILED: 'failed',
  UNASSIGNED: 'unassigned',
  RESTARTING: 'restarting',
};

/** Why the connector is FAILED, itself or a task of it; undefined when nothing is. */
export function failureOf(connector: ConnectorState): string | undefined {
  if (connector.state === 'FAILED') return connector.reason ?? 'no trace';
  const task = connector.tasks.find(({ state }) => state === 'FAILED');
  return task === undefined ? undefined : `task ${task.id}: ${task.reason ?? 'no trace'}`;
}
