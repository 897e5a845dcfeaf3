import { join } from 'node:path';
import { connectUrl } from '../connect/connect-worker.ts';
import { signingKey } from '../development/signing-key.ts';
import { interruptSignal } from '../interrupts.ts';
import { buildServices } from '../services/build.ts';
import type { StackLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';
import { killStack } from '../stack/stack-shutdown.ts';
import { together } from '../together.ts';
import { removeLeftovers, testStack } from './test-stack.ts';

/** What is known of a stack while `work` runs on it. */
export interface StackInUse {
  /** Gone afterwards. */
  readonly folder: string;
  /** The value of ORDERFLOW_STACK, which the test harness reads. */
  readonly variable: string;
  readonly signal: AbortSignal;
}

/**
 * Builds, brings a stack of its own up, runs `work` on it, and leaves nothing behind, however that ends. Ctrl-C fires the signal, a
 * second one kills.
 */
export async function onTestStack<T>(
  progress: (text: string) => void,
  work: (stack: StackInUse) => Promise<T>,
): Promise<T> {
  await removeLeftovers(progress);
  await using stack = await testStack();
  const signal = interruptSignal(() => killStack(stack.layout, () => true));
  const [state] = await together(signal, [
    (either) => stack.start(progress, either),
    (either) => buildServices(either),
  ]);
  const { folder } = stack.layout;
  await signingKey(join(folder, 'keys'));
  return await work({ folder, variable: stackVariable(stack.layout, state), signal });
}

/** What the test harness reads. */
function stackVariable(layout: StackLayout, state: StackState): string {
  return JSON.stringify({
    postgres: {
      host: '127.0.0.1',
      port: state.ports.postgres,
      user: 'postgres',
      password: state.passwords.postgres,
    },
    kafka: { brokers: [`127.0.0.1:${state.ports.kafka}`] },
    connect: { url: connectUrl(state) },
    folder: layout.folder,
  });
}
