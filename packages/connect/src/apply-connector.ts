import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectClient, ConnectorConfig, ConnectorDeclaration } from './connect-client.ts';
import { ConnectError } from './connect-error.ts';
import { type ConnectorState, failureOf, isRunning } from './connector-state.ts';

/** How long `applyConnector` waits, and who hears of its progress. */
export interface ApplyOptions {
  /** Milliseconds until the connector and its tasks must run; default 60,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks; default 200. */
  readonly intervalMs?: number;
  /** Told each new state, in a few words. */
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Makes the connector what the declaration says and returns once it and its tasks run; applied again it changes and restarts nothing.
 * A connector that was FAILED before gets one restart.
 * @throws ConnectError CONNECTOR_FAILED with the innermost cause of the trace, CONNECTOR_NOT_RUNNING at the deadline, CONNECT_REFUSED.
 */
export async function applyConnector(
  client: ConnectClient,
  { name, config }: ConnectorDeclaration,
  { timeoutMs = 60_000, intervalMs = 200, onProgress, signal }: ApplyOptions = {},
): Promise<ConnectorState> {
  const deadline = performance.now() + timeoutMs;
  const patience = { deadline, intervalMs, ...(signal === undefined ? {} : { signal }) };
  await whileUnavailable(patience, async () => {
    const present = await client.config(name);
    if (present === undefined || !sameConfig(present, { ...config, name }))
      return client.putConfig(name, config);
    const state = await client.state(name);
    if (state !== undefined && failureOf(state) !== undefined) await client.restartFailed(name);
  });
  let shown = '';
  for (;;) {
    const state = await whileUnavailable(patience, () => client.state(name));
    const text = describe(name, state);
    if (text !== shown) onProgress?.(text);
    shown = text;
    if (state !== undefined) {
      if (isRunning(state)) return state;
      const failure = failureOf(state);
      if (failure !== undefined) throw new ConnectError('CONNECTOR_FAILED', `${name} failed: ${failure}`);
    }
    if (performance.now() >= deadline)
      throw new ConnectError('CONNECTOR_NOT_RUNNING', `after ${timeoutMs} ms: ${text}`);
    await pause(intervalMs, undefined, signal === undefined ? {} : { signal });
  }
}

interface Patience {
  readonly deadline: number;
  readonly intervalMs: number;
  readonly signal?: AbortSignal;
}

/** A worker that has just started rebalances and answers 409 for a while. */
async function whileUnavailable<T>(patience: Patience, work: () => Promise<T>): Promise<T> {
  const { deadline, intervalMs, signal } = patience;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectError) || !error.retryable || performance.now() >= deadline) throw error;
    }
    await pause(intervalMs, undefined, signal === undefined ? {} : { signal });
  }
}

export function sameConfig(one: ConnectorConfig, other: ConnectorConfig): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function describe(name: string, state: ConnectorState | undefined): string {
  if (state === undefined) return `${name} is being made`;
  const tasks = state.tasks.map((task) => `task ${task.id} ${task.state}`).join(', ');
  return `${name} ${state.state}, ${tasks === '' ? 'no task yet' : tasks}`;
}
