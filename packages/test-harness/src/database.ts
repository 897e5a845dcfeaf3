import { dropDatabase } from '@orderflow/infra-local';
import pg from 'pg';
import { randomName } from './random-name.ts';
import { stack } from './stack.ts';

/** A database of its own for one suite. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  /** Superuser URL, for pg and TypeORM alike. */
  readonly url: string;
  /** The same as fields: spread into a pg client's or pool's options, or TypeORM's with `type: 'postgres'`. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  /** The URL for another role of this database. */
  urlFor(role: string, password: string): string;
}

async function administer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...stack().postgres, database: 'postgres' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates an empty UTF-8 database that disappears, open connections included, when it is disposed of.
 * @param prefix of the name; default `test`.
 */
export async function createDatabase(prefix = 'test'): Promise<TestDatabase> {
  const name = randomName(prefix);
  // template0: template1 can't be copied while anybody is connected to it.
  await administer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`));
  const server = stack().postgres;
  const urlFor = (role: string, password: string): string => {
    const url = new URL(`postgres://${server.host}:${server.port}/${name}`);
    url.username = encodeURIComponent(role);
    url.password = encodeURIComponent(password);
    return url.href;
  };
  return {
    name,
    url: urlFor(server.user, server.password),
    connection: { ...server, database: name },
    urlFor,
    async [Symbol.asyncDispose]() {
      await administer((client) => dropDatabase(client, name));
    },
  };
}
