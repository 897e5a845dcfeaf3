import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { infraFolder } from '../settings/repository.ts';
import { roles, type StackState } from '../stack/stack-state.ts';
import { dropDatabase } from './drop-database.ts';
import { asSuperuser } from './postgres-session.ts';

/** Makes roles, databases, grants and the installation row as infra/postgres declares them; again changes nothing. */
export async function setUpPostgres(state: StackState): Promise<void> {
  await asSuperuser(state, 'postgres', async (client) => {
    await client.query("SELECT set_config('orderflow.installation', $1, false)", [state.installationId]);
    for (const role of roles) {
      await client.query('SELECT set_config($1, $2, false)', [`orderflow.${role}`, state.passwords[role]]);
    }
    await client.query(await sql('roles'));
    await createDatabases(client);
    await client.query(await sql('grants'));
    await client.query(await sql('installation'));
  });
}

/** Drops the services' databases, open connections included, and makes them anew, empty. */
export async function recreateDatabases(state: StackState): Promise<void> {
  await asSuperuser(state, 'postgres', async (client) => {
    for (const { name } of await declaredDatabases()) {
      await dropDatabase(client, name);
    }
    await createDatabases(client);
    await client.query(await sql('grants'));
  });
}

async function createDatabases(client: Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database');
  const present = new Set(rows.map((row) => row.datname));
  for (const { name, statement } of await declaredDatabases()) {
    if (!present.has(name)) await client.query(statement);
  }
}

async function declaredDatabases(): Promise<{ name: string; statement: string }[]> {
  return databasesOf(await sql('databases'));
}

/** The CREATE DATABASE statements of a file, one a line. */
export function databasesOf(text: string): { name: string; statement: string }[] {
  return text.split('\n').flatMap((statement) => {
    const name = /^CREATE DATABASE (\w+) /.exec(statement)?.[1];
    return name === undefined ? [] : [{ name, statement }];
  });
}

function sql(name: string): Promise<string> {
  return readFile(join(infraFolder, 'postgres', `${name}.sql`), 'utf8');
}
