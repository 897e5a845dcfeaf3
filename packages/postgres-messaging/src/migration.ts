import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a DataSource lists under `migrations`. */
export type MigrationClass = new () => MigrationInterface;

/** The roles of a service's database; they exist before the migrations run, and none of them owns the tables. */
export interface ServiceRoles {
  /** The role with which the service connects. */
  readonly appRole: string;
}

/** The tables hold what makes effects happen once, so no migration drops them: restore a backup instead. */
export class IrreversibleMigrationError extends Error {
  readonly code = 'IRREVERSIBLE_MIGRATION';

  constructor(migration: string) {
    super(`${migration} can't be undone`);
    this.name = 'IrreversibleMigrationError';
  }
}

/** A forward-only migration of these statements under a fixed name; TypeORM orders by the name's last 13 digits. */
export function sqlMigration(name: string, statements: readonly string[]): MigrationClass {
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of statements) await runner.query(statement);
    }

    async down(): Promise<void> {
      throw new IrreversibleMigrationError(name);
    }
  };
}

/** Quotes an identifier (a role name from the configuration) for use inside DDL, which takes no parameters. */
export function quotedIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
