import { autocommitSql, type SqlClient } from '@orderflow/postgres-messaging';
import { serviceDatabase } from '@orderflow/postgres-messaging/testing';
import { createDatabase } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import { paymentsMigrations } from '../src/migrations/payments.migrations.ts';
import { paymentsDataSource } from '../src/payments.data-source.ts';

/** A migrated database of the service's own, whose app role has no more rights than in production. */
export interface PaymentsDatabase extends AsyncDisposable {
  /** With which the service connects. */
  readonly appUrl: string;
  /** The service's own connections. */
  readonly dataSource: DataSource;
  /** As the owner: what a test looks at. */
  readonly sql: SqlClient;
  /** With `false` it ends the service's connections, and refuses new ones until it is called with `true`. */
  admitApp(admitted: boolean): Promise<void>;
}

export async function paymentsDatabase(): Promise<PaymentsDatabase> {
  const database = await createDatabase('payments');
  const service = await serviceDatabase({ connection: database.connection, migrations: paymentsMigrations });
  const { appRole } = service.roles;
  const appUrl = database.urlFor(appRole, 'test');
  const lost: Error[] = [];
  const config = { PAYMENTS_DATABASE_URL: appUrl, PAYMENTS_POOL_SIZE: 10 };
  const dataSource = await paymentsDataSource(config, (error) => void lost.push(error)).initialize();
  return {
    appUrl,
    dataSource,
    sql: autocommitSql(await service.connect('owner', { poolSize: 2 })),
    admitApp: async (admitted) => {
      const admin = autocommitSql(await service.connect('admin', { poolSize: 1 }));
      await admin.query({ text: `ALTER ROLE "${appRole}" CONNECTION LIMIT ${admitted ? -1 : 0}` });
      if (admitted) return;
      await admin.query({
        text: 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1',
        values: [appRole],
      });
    },
    async [Symbol.asyncDispose]() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await service[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
