import { rm } from 'node:fs/promises';
import { type ConnectClient, connectClient, ConnectError } from '@orderflow/connect';
import { consumerGroups } from '@orderflow/contracts';
import {
  connectUrl,
  declaredTopics,
  ordersOutboxName,
  recreateDatabases,
  type ServiceContext,
  type StackLayout,
  stopServices,
} from '@orderflow/infra-local';
import { eventually } from './eventually.ts';
import { withAdmin } from './topics.ts';

/**
 * Brings a stack back to where nothing has ever happened on it: no service runs, no connector with its slot and offsets is there,
 * databases are empty, topics and groups are gone.
 */
export async function resetInstallation(layout: StackLayout, context: ServiceContext): Promise<void> {
  await stopServices(layout);
  await forgetConnector(connectClient(connectUrl(context.state)));
  await Promise.all([
    recreateDatabases(context.state),
    forgetTopics([`127.0.0.1:${context.state.ports.kafka}`]),
    rm(context.pspJournal, { force: true }),
  ]);
}

/** Offsets outlive a connector; one that finds those of a former life would rightly refuse to go on without its slot. */
async function forgetConnector(client: ConnectClient): Promise<void> {
  const present = await eventually(() => client.config(ordersOutboxName), { timeoutMs: 30_000 });
  if (present === undefined) return;
  await client.stop(ordersOutboxName);
  // Refused until the tasks have ended.
  await eventually(() => client.forgetOffsets(ordersOutboxName), { timeoutMs: 30_000 });
  await eventually(
    async () => {
      await client.remove(ordersOutboxName);
      const left = await client.config(ordersOutboxName);
      if (left !== undefined) throw new ConnectError('CONNECT_REFUSED', 'the connector is still there');
    },
    { timeoutMs: 30_000 },
  );
}

async function forgetTopics(brokers: readonly string[]): Promise<void> {
  await withAdmin(async (admin) => {
    const groups = new Set<string>(consumerGroups.map(({ group }) => group));
    // A member that was killed holds its group until its session has timed out.
    await eventually(
      async () => {
        const present = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
        const left = present.filter((group) => groups.has(group));
        if (left.length > 0) await admin.deleteGroups(left);
      },
      { timeoutMs: 30_000, intervalMs: 500 },
    );
    const declared = new Set(declaredTopics.map(({ name }) => name));
    const present = (await admin.listTopics()).filter((name) => declared.has(name));
    if (present.length > 0) await admin.deleteTopics({ topics: present });
    await eventually(async () => {
      const left = (await admin.listTopics()).filter((name) => declared.has(name));
      if (left.length > 0) throw new Error(`still there: ${left.join(', ')}`);
    });
  }, brokers);
}
