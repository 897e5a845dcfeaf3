import pg from 'pg';
import type { Role, StackState } from '../stack/stack-state.ts';

/** Runs work on one connection as the superuser. */
export async function asSuperuser<T>(
  state: Pick<StackState, 'ports' | 'passwords'>,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: state.ports.postgres,
    user: 'postgres',
    password: state.passwords.postgres,
    database,
    connectionTimeoutMillis: 5_000,
    application_name: 'orderflow-infra',
  });
  // Without a listener a server that goes away would end this process; with one, it fails the work.
  const broken = Promise.withResolvers<never>();
  client.on('error', broken.reject);
  await client.connect();
  try {
    return await Promise.race([work(client), broken.promise]);
  } finally {
    await client.end();
  }
}

export async function answers(state: StackState): Promise<boolean> {
  await asSuperuser(state, 'postgres', (client) => client.query('SELECT 1'));
  return true;
}

/** Whether the server at the port is the one that this stack set up: it takes our password and holds our installation row. */
export async function isOurPostgres(state: StackState): Promise<boolean> {
  try {
    return await asSuperuser(state, 'postgres', async (client) => {
      const { rowCount } = await client.query('SELECT FROM public.orderflow_installation WHERE id = $1', [
        state.installationId,
      ]);
      return rowCount === 1;
    });
  } catch {
    // No Postgres, another password or no such table: not ours in each case.
    return false;
  }
}

/** The URL of a role for a service's environment. */
export function postgresUrl(state: StackState, role: Role, database: string): string {
  return `postgres://${role}:${state.passwords[role]}@127.0.0.1:${state.ports.postgres}/${database}`;
}
