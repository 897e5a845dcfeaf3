import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectClient } from './connect-client.ts';
import { type Condition, conditionOf, failureOf } from './connector-state.ts';
import { defaultBackoff, type RestartBackoff, step, type Watched } from './restart-policy.ts';

/** Which connectors are watched, how often and with what patience. */
export interface ConnectorWatchOptions {
  readonly client: ConnectClient;
  /** The connectors to watch. */
  readonly names: readonly string[];
  readonly backoff?: Partial<RestartBackoff>;
  /** Milliseconds between two looks; default 2,000. */
  readonly intervalMs?: number;
  /** Whether Kafka is there, so that failures during its absence don't count; default: always. */
  readonly isKafkaUp?: () => Promise<boolean>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** From 0 up to 1, for the jitter. */
  readonly random: () => number;
  readonly onRestart?: (connector: { readonly name: string; readonly reason: string }) => void;
}

/** What health and metrics say of a connector. */
export interface WatchedConnector {
  readonly name: string;
  /** `running` only where the connector and all its tasks run; `unknown` before the first look. */
  readonly state: Condition | 'unknown' | 'missing' | 'unreachable';
  /** A person has to look: it failed again and again, and is restarted no more. */
  readonly givenUp: boolean;
  readonly reason?: string;
}

/** The watch at work; it restarts nothing before `start` and after `stop`. */
export interface ConnectorWatch {
  start(): void;
  /** Resolves when the last look has ended. */
  stop(): Promise<void>;
  status(): readonly WatchedConnector[];
}

/**
 * Restarts FAILED connectors and tasks with backoff, the only component that does: Connect itself never restarts a task that failed, for
 * instance while Kafka was away. Instances that watch the same connector agree, since a restart touches nothing that runs.
 */
export function connectorWatch(options: ConnectorWatchOptions): ConnectorWatch {
  const { client, names, intervalMs = 2_000, isKafkaUp = async () => true, now, random } = options;
  const backoff = { ...defaultBackoff, ...options.backoff };
  const memory = new Map<string, Watched>();
  const shown = new Map<string, WatchedConnector>();
  const ending = new AbortController();
  let looping: Promise<void> = Promise.resolve();

  async function look(name: string): Promise<void> {
    const state = await client.state(name);
    if (state === undefined) {
      shown.set(name, { name, state: 'missing', givenUp: false });
      return;
    }
    const failure = failureOf(state);
    const condition = conditionOf(state);
    const before = memory.get(name) ?? { status: 'unfailed', since: now(), failures: 0 };
    // Asked only where it matters: it is a request to the brokers.
    const kafkaUp = failure === undefined || (await isKafkaUp());
    const { watched, restart } = step(
      before,
      { failure, isRunning: condition === 'running', isKafkaUp: kafkaUp, now: now(), random: random() },
      backoff,
    );
    memory.set(name, watched);
    shown.set(name, shownAs(name, condition, watched));
    if (restart) {
      options.onRestart?.({ name, reason: failure ?? '' });
      await client.restartFailed(name);
    }
  }

  async function loop(): Promise<void> {
    while (!ending.signal.aborted) {
      for (const name of names) {
        try {
          await look(name);
        } catch (error) {
          // Connect being away is a state to show, not a reason to stop watching.
          const reason = error instanceof Error ? error.message : String(error);
          shown.set(name, { name, state: 'unreachable', givenUp: false, reason });
        }
      }
      await pause(intervalMs, undefined, { signal: ending.signal, ref: false }).catch((error: unknown) => {
        if (!ending.signal.aborted) throw error;
      });
    }
  }

  return {
    start: () => {
      looping = loop();
    },
    stop: async () => {
      ending.abort();
      await looping;
    },
    status: () => names.map((name) => shown.get(name) ?? { name, state: 'unknown', givenUp: false }),
  };
}

function shownAs(name: string, state: Condition, watched: Watched): WatchedConnector {
  if (watched.status === 'unfailed') return { name, state, givenUp: false };
  return { name, state, givenUp: watched.status === 'given-up', reason: watched.reason };
}
