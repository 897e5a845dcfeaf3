import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectorDeclaration } from '@orderflow/connect';
import { infraFolder } from '../settings/repository.ts';

function isDeclaration(value: unknown): value is ConnectorDeclaration {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'config' in value &&
    typeof value.config === 'object' &&
    value.config !== null &&
    Object.values(value.config).every((setting) => typeof setting === 'string')
  );
}

/** Name of the connector that brings the events of orders to Kafka. */
export const ordersOutboxName = 'orders-outbox';

/** The connector of infra/connect/orders-outbox.connector.json, which `curl` can apply as it stands: the worker fills addresses and the password in. */
export async function ordersOutboxConnector(): Promise<ConnectorDeclaration> {
  const file = join(infraFolder, 'connect/orders-outbox.connector.json');
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isDeclaration(value) || value.name !== ordersOutboxName)
    throw new TypeError(`${file} declares no connector`);
  return value;
}

/** Where a connector's heartbeats go; Debezium derives the name from its `topic.prefix`. */
export function heartbeatTopic(topicPrefix: string): string {
  return `__debezium-heartbeat.${topicPrefix}`;
}
