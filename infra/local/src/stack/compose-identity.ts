import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { infraFolder } from '../settings/repository.ts';
import { parseProperties } from '../settings/properties.ts';
import type { StackPorts } from '../settings/stack-settings.ts';
import type { StackState } from './stack-state.ts';

/** The state of the stack that `docker compose up` makes, which generates nothing: infra/compose.env says it all. */
export async function composeState(ports: StackPorts): Promise<StackState> {
  const settings = parseProperties(await readFile(join(infraFolder, 'compose.env'), 'utf8'));
  const setting = (name: string): string => {
    const value = settings.get(name);
    if (value === undefined) throw new Error(`infra/compose.env lacks ${name}`);
    return value;
  };
  return {
    installationId: setting('ORDERFLOW_INSTALLATION_ID'),
    kafkaClusterId: setting('CLUSTER_ID'),
    passwords: {
      postgres: setting('POSTGRES_PASSWORD'),
      orders_owner: setting('ORDERFLOW_ORDERS_OWNER_PASSWORD'),
      orders_app: setting('ORDERFLOW_ORDERS_APP_PASSWORD'),
      orders_cdc: setting('ORDERFLOW_ORDERS_CDC_PASSWORD'),
      payments_owner: setting('ORDERFLOW_PAYMENTS_OWNER_PASSWORD'),
      payments_app: setting('ORDERFLOW_PAYMENTS_APP_PASSWORD'),
    },
    pspApiKey: setting('PSP_API_KEY'),
    ports,
  };
}
