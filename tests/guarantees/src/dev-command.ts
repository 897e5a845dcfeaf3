import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, isTaken, portVariables, readStackState, repositoryRoot } from '@orderflow/infra-local';
import { eventually } from '@orderflow/test-harness';
import type { ShopSystem } from './shop.ts';

/** `pnpm dev` with ports and data of its own, as a person at a terminal runs it. */
export interface DevCommand extends AsyncDisposable, ShopSystem {
  /** Starts it and resolves when it has printed where everything is. */
  start(): Promise<void>;
  /** Ctrl-C: SIGINT to every process of its group. Resolves when the command has ended and nothing listens any more. */
  interrupt(): Promise<void>;
  /** Every charge that the provider's simulator ever made. */
  charges(): Promise<readonly { readonly reference: string; readonly status: string }[]>;
}

const startWithinMs = 180_000;
/** What the command promises. */
const stopWithinMs = 15_000;

export async function devCommand(): Promise<DevCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'orderflow-dev-'));
  const names = Object.keys(portVariables) as (keyof typeof portVariables)[];
  const found = await freePorts(names.length);
  const ports = new Map(names.map((name, index) => [name, found[index] ?? 0]));
  const environment = {
    ...process.env,
    ...Object.fromEntries(names.map((name) => [portVariables[name], String(ports.get(name))])),
    ORDERFLOW_DATA: folder,
    NODE_OPTIONS: '',
    LOG_LEVEL: 'warn',
  };
  const url = (name: keyof typeof portVariables): string => `http://127.0.0.1:${ports.get(name)}`;
  let command: ChildProcess | undefined;
  let output = '';

  async function interrupt(): Promise<void> {
    if (command?.pid === undefined) return;
    const running = command;
    command = undefined;
    const exited = running.exitCode === null ? once(running, 'exit') : Promise.resolve();
    process.kill(-running.pid!, 'SIGINT');
    await exited;
    await eventually(
      async () => {
        for (const [name, port] of ports) {
          if (await isTaken(port)) throw new Error(`${name} still listens`);
        }
      },
      { timeoutMs: stopWithinMs },
    );
  }

  return {
    orders: { url: url('orders') },
    token: async () => (await readFile(join(folder, 'dev-token'), 'utf8')).trim(),
    async start() {
      output = '';
      const started = spawn('pnpm', ['dev'], {
        cwd: repositoryRoot,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      command = started;
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (text: Buffer) => {
          output += text.toString();
        });
      }
      await eventually(
        () => {
          if (started.exitCode !== null) throw new Error(`it ended with ${started.exitCode}: ${output}`);
          if (!output.includes('Place the first order')) throw new Error(output);
        },
        { timeoutMs: startWithinMs, intervalMs: 200 },
      );
    },
    interrupt,
    async charges() {
      const state = await readStackState(join(folder, 'dev', 'state.json'));
      const response = await fetch(`${url('pspSimulator')}/charges`, {
        headers: { authorization: `Bearer ${state?.pspApiKey}` },
      });
      const { charges } = (await response.json()) as { charges: { reference: string; status: string }[] };
      return charges;
    },
    async [Symbol.asyncDispose]() {
      await interrupt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
