import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
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
  /** An order's payment, from the read model. */
  payment(orderId: string): Promise<{ readonly paymentId: string }>;
  /** Every charge that the provider's simulator ever made. */
  charges(): Promise<readonly { readonly reference: string; readonly status: string }[]>;
}

/** What the command promises. */
const stopWithinMs = 15_000;

export interface DevCommandOptions {
  /** The clone to run it in; default: this one. */
  readonly clone?: string;
  /** The words that run it; default: `pnpm dev`. */
  readonly command?: readonly [program: string, ...args: string[]];
  /** Under the variables of ports and data; default: this process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export async function devCommand({
  clone = repositoryRoot,
  command: [program, ...args] = ['pnpm', 'dev'],
  environment: base = process.env,
}: DevCommandOptions = {}): Promise<DevCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'orderflow-dev-'));
  // Run by root, Postgres is another user and has to get in.
  await chmod(folder, 0o755);
  const names = Object.keys(portVariables) as (keyof typeof portVariables)[];
  const found = await freePorts(names.length);
  const ports = new Map(names.map((name, index) => [name, found[index] ?? 0]));
  const environment = {
    ...base,
    ...Object.fromEntries(names.map((name) => [portVariables[name], String(ports.get(name))])),
    ORDERFLOW_DATA: folder,
    NODE_OPTIONS: '',
    LOG_LEVEL: 'warn',
  };
  const url = (name: keyof typeof portVariables): string => `http://127.0.0.1:${ports.get(name)}`;
  const token = async (): Promise<string> => (await readFile(join(folder, 'dev-token'), 'utf8')).trim();
  let command: ChildProcess | undefined;

  async function interrupt(): Promise<void> {
    if (command?.pid === undefined) return;
    const { pid, exitCode } = command;
    command = undefined;
    if (exitCode !== null) return;
    process.kill(-pid, 'SIGINT');
    await eventually(
      async () => {
        for (const [name, port] of ports) {
          if (await isTaken(port)) throw new Error(`${name} still listens`);
        }
        const left = await processesOf(folder);
        if (left.length > 0) throw new Error(`still running:\n${left.join('\n')}`);
      },
      { timeoutMs: stopWithinMs },
    );
  }

  return {
    orders: { url: url('orders') },
    token,
    async start() {
      const started = spawn(program, args, {
        cwd: clone,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      command = started;
      let output = '';
      const ready = Promise.withResolvers<void>();
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (text: Buffer) => {
          output += text.toString();
          if (output.includes('Place the first order')) ready.resolve();
        });
      }
      started.once('exit', (code) => ready.reject(new Error(`pnpm dev ended with ${code}:\n${output}`)));
      await ready.promise;
    },
    interrupt,
    async payment(orderId) {
      const authorization = `Bearer ${await token()}`;
      const response = await fetch(`${url('payments')}/payments/${orderId}`, { headers: { authorization } });
      return (await response.json()) as { paymentId: string };
    },
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

/** Processes that were started with something in the folder: servers, their supervisor, and services by their environment. */
async function processesOf(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,args=']);
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.includes('ps axeww'));
}
