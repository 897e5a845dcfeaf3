import { join } from 'node:path';
import { applyConnector, connectClient } from '@orderflow/connect';
import { connectUrl } from '../connect/connect-worker.ts';
import { ordersOutboxConnector } from '../connect/orders-outbox.ts';
import { signingKey } from '../development/signing-key.ts';
import type { DaemonOwner } from '../process/process-record.ts';
import type { ServicePorts } from '../settings/stack-settings.ts';
import type { StackLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';
import { ensureTopics } from '../topics/ensure-topics.ts';
import { migrateDatabases } from './migrations.ts';
import { type ServiceContext, type ServiceDefinition, serviceDefinitions } from './service-definitions.ts';
import { writeEnvironmentFile } from './environment-file.ts';
import { startService, stopService } from './service-process.ts';

/** All services on a running stack. */
export interface System {
  readonly layout: StackLayout;
  readonly context: ServiceContext;
  readonly owner: DaemonOwner;
  readonly progress: (text: string) => void;
  readonly signal?: AbortSignal;
}

export interface SystemOptions {
  readonly pspKeyLifetimeMs?: number;
  readonly logLevel?: string;
}

export const stripeKeyLifetimeMs = 86_400_000;

/** Gathers what the services of a stack are given. */
export async function serviceContext(
  layout: StackLayout,
  state: StackState,
  ports: ServicePorts,
  { pspKeyLifetimeMs = stripeKeyLifetimeMs, logLevel = 'info' }: SystemOptions = {},
): Promise<ServiceContext> {
  return {
    state,
    ports,
    key: await signingKey(join(layout.folder, 'keys')),
    pspJournal: join(layout.folder, 'psp-journal.jsonl'),
    pspKeyLifetimeMs,
    logLevel,
  };
}

/** Migrates the databases and creates the topics, which services and connector need; again changes nothing. */
export async function prepareSystem({ context, progress }: System): Promise<void> {
  const { ports } = context.state;
  const [, created] = await Promise.all([
    migrateDatabases(context),
    ensureTopics([`127.0.0.1:${ports.kafka}`]),
  ]);
  progress(
    `Databases are migrated, ${created.length === 0 ? 'topics are there' : `${created.length} topics are made`}`,
  );
}

/** Makes the connector what its declaration says and returns once it runs. */
export async function applyOrdersOutbox({ context, progress, signal }: System): Promise<void> {
  await applyConnector(connectClient(connectUrl(context.state)), await ordersOutboxConnector(), {
    onProgress: progress,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Starts the services, all at once, and returns once each serves. A service that a killed starter left is ended first. */
export async function startServices(
  system: System,
  definitions: readonly ServiceDefinition[] = serviceDefinitions,
): Promise<void> {
  const { layout, context, owner, progress, signal } = system;
  const results = await Promise.allSettled(
    definitions.map(async (definition) => {
      await stopService(layout, definition.name);
      await writeEnvironmentFile(layout, definition.name, definition.environment(context));
      await startService({
        layout,
        definition,
        port: context.ports[definition.portName],
        environment: definition.environment(context),
        owner,
        ...(signal === undefined ? {} : { signal }),
      });
      progress(`${definition.name} is up`);
    }),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Ends every service of a stack that has a pid file, all at once; further instances that tests started are among them. */
export async function stopServices(layout: StackLayout): Promise<void> {
  const names = await layout.serviceNames();
  await Promise.all(names.map((name) => stopService(layout, name)));
}
