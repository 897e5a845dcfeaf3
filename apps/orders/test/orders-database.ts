import { autocommitSql, type SqlClient } from '@orderflow/postgres-messaging';
import { serviceDatabase, type ServiceDatabase } from '@orderflow/postgres-messaging/testing';
import { createDatabase } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import { ordersMigrations } from '../src/migrations/orders.migrations.ts';

/** A migrated database of the service's own, whose app role has no more rights than in production. */
export interface OrdersDatabase extends AsyncDisposable {
  readonly roles: ServiceDatabase['roles'];
  /** With which the service connects. */
  readonly appUrl: string;
  readonly owner: DataSource;
  /** As the owner: what a test looks at, and what it prepares. */
  readonly sql: SqlClient;
  /** As the server's superuser: for what isn't the database's alone, such as replication slots. */
  admin(): Promise<SqlClient>;
  countEvents(): Promise<number>;
  /** With `false` it ends the service's connections, and refuses new ones until it is called with `true`. */
  admitApp(admitted: boolean): Promise<void>;
}

export async function ordersDatabase(): Promise<OrdersDatabase> {
  const database = await createDatabase('orders');
  const service = await serviceDatabase({ connection: database.connection, migrations: ordersMigrations });
  const owner = await service.connect('owner', { poolSize: 5 });
  const sql = autocommitSql(owner);
  const { appRole } = service.roles;
  const asAdmin = async () => autocommitSql(await service.connect('admin', { poolSize: 1 }));
  return {
    roles: service.roles,
    appUrl: database.urlFor(appRole, 'test'),
    owner,
    sql,
    admin: asAdmin,
    countEvents: async () => {
      const { rows } = await sql.query<{ count: number }>({
        text: 'SELECT count(*)::integer AS count FROM events',
      });
      return rows[0]?.count ?? 0;
    },
    admitApp: async (admitted) => {
      const admin = await asAdmin();
      await admin.query({ text: `ALTER ROLE "${appRole}" CONNECTION LIMIT ${admitted ? -1 : 0}` });
      if (admitted) return;
      await admin.query({
        text: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
        values: [appRole],
      });
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
