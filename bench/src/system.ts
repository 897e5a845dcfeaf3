import { allScopes, onTestStack } from '@orderflow/infra-local';
import { createDatabase, installation } from '@orderflow/test-harness';

/** The whole system at rest, for one benchmark. */
export interface BenchSystem {
  readonly ordersUrl: string;
  readonly pspUrl: string;
  readonly pspApiKey: string;
  readonly brokers: readonly string[];
  /** As the superuser. */
  readonly ordersDatabaseUrl: string;
  /** With every scope. */
  readonly token: string;
  /** Resident bytes of each service, by name. */
  residentBytes(): Promise<ReadonlyMap<string, number>>;
  /** Ends the consumers of orders.events, so that orders are accepted and go no further. */
  stopPayments(): Promise<void>;
  /** The URL of a database of its own, for the superuser. */
  emptyDatabase(): Promise<string>;
}

/** Starts everything on a stack of its own, as the tests do, runs `work`, and leaves nothing behind. */
export async function withSystem<T>(
  progress: (text: string) => void,
  work: (system: BenchSystem) => Promise<T>,
): Promise<T> {
  return onTestStack(progress, async ({ variable }) => {
    process.env.ORDERFLOW_STACK = variable;
    await using system = await installation({ logLevel: 'warn' });
    await using databases = new AsyncDisposableStack();
    return await work({
      ordersUrl: system.orders.url,
      pspUrl: system.psp.url,
      pspApiKey: system.pspApiKey,
      brokers: system.brokers,
      ordersDatabaseUrl: system.databaseUrl('orders'),
      token: await system.token({ subject: 'bench', scopes: allScopes }),
      residentBytes: async () =>
        new Map([
          ['orders', await system.orders.residentBytes()],
          ['payments', await system.payments.residentBytes()],
          ['psp-simulator', await system.psp.residentBytes()],
        ]),
      stopPayments: () => system.payments.stop(),
      emptyDatabase: async () => databases.use(await createDatabase('bench')).url,
    });
  });
}
