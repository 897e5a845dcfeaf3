import type { DataSource } from 'typeorm';
import { autocommitSql } from '../autocommit-sql.ts';
import { migrate } from '../migrate.ts';
import { type MigrationClass, quotedIdentifier } from '../migration.ts';
import { type PostgresOptions, postgresDataSource } from '../postgres-data-source.ts';

/** What a suite's database is made of. */
export interface ServiceDatabaseOptions {
  /** A superuser's connection to an empty database of the suite's own; its name must be random. */
  readonly connection: Pick<PostgresOptions, 'host' | 'port' | 'user' | 'password' | 'database'>;
  readonly migrations: (roles: {
    readonly appRole: string;
    readonly cdcRole: string;
  }) => readonly MigrationClass[];
}

type Role = 'admin' | 'owner' | 'app' | 'cdc';

/** A database as in production: its owner ran the migrations, and a service connects with a lesser role. */
export interface ServiceDatabase extends AsyncDisposable {
  readonly roles: { readonly ownerRole: string; readonly appRole: string; readonly cdcRole: string };
  /** What a role connects with. */
  options(role: Role): PostgresOptions;
  /** An initialised DataSource, destroyed with the database's roles. */
  connect(role: Role, options?: Partial<PostgresOptions>): Promise<DataSource>;
}

/** Creates owner, app and cdc role, gives the database to the owner and migrates as it; disposal drops the roles. */
export async function serviceDatabase({
  connection,
  migrations,
}: ServiceDatabaseOptions): Promise<ServiceDatabase> {
  const { database } = connection;
  const roles = { ownerRole: `${database}_owner`, appRole: `${database}_app`, cdcRole: `${database}_cdc` };
  const names = { admin: connection.user, owner: roles.ownerRole, app: roles.appRole, cdc: roles.cdcRole };
  const open: DataSource[] = [];

  const options = (role: Role): PostgresOptions => ({
    ...connection,
    user: names[role],
    password: role === 'admin' ? connection.password : 'test',
    applicationName: `${database}_${role}`,
  });
  const connect = async (role: Role, more: Partial<PostgresOptions> = {}): Promise<DataSource> => {
    const dataSource = await postgresDataSource({ ...options(role), ...more }).initialize();
    open.push(dataSource);
    return dataSource;
  };
  const administer = async (...statements: readonly string[]): Promise<void> => {
    const admin = await postgresDataSource({ ...options('admin'), poolSize: 1 }).initialize();
    try {
      for (const text of statements) await autocommitSql(admin).query({ text });
    } finally {
      await admin.destroy();
    }
  };

  const [owner, app, cdc] = [roles.ownerRole, roles.appRole, roles.cdcRole].map(quotedIdentifier);
  await administer(
    `CREATE ROLE ${owner} LOGIN PASSWORD 'test'`,
    `CREATE ROLE ${app} LOGIN PASSWORD 'test'`,
    `CREATE ROLE ${cdc} LOGIN REPLICATION PASSWORD 'test'`,
    `ALTER DATABASE ${quotedIdentifier(database)} OWNER TO ${owner}`,
  );
  await migrate(await connect('owner', { migrations: [...migrations(roles)], poolSize: 2 }));

  return {
    roles,
    options,
    connect,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        open.filter(({ isInitialized }) => isInitialized).map((dataSource) => dataSource.destroy()),
      );
      await administer(
        `REASSIGN OWNED BY ${owner} TO CURRENT_USER`,
        `DROP OWNED BY ${owner}, ${app}, ${cdc}`,
        `DROP ROLE ${owner}, ${app}, ${cdc}`,
      );
    },
  };
}
