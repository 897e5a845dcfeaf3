import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { infraFolder } from '../settings/repository.ts';
import { parseProperties } from '../settings/properties.ts';
import type { StackPorts } from '../settings/stack-settings.ts';
import type { StackState } from './stack-state.ts';

/** Files of infra/compose; each holds what one recipient is given, and no container gets another's. */
const settingFiles = ['postgres.env', 'cdc.env', 'kafka.env', 'psp.env'];

/** The state of the stack that `docker compose up` makes, which generates nothing: the files of infra/compose say it all. */
export async function composeState(ports: StackPorts): Promise<StackState> {
  const texts = await Promise.all(
    settingFiles.map((file) => readFile(join(infraFolder, 'compose', file), 'utf8')),
  );
  const settings = parseProperties(texts.join('\n'));
  const setting = (name: string): string => {
    const value = settings.get(name);
    if (value === undefined) throw new Error(`infra/compose lacks ${name}`);
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
