import { advisoryLockKeySql } from '../advisory-locks.ts';
import { type MigrationClass, quotedIdentifier, type ServiceRoles, sqlMigration } from '../migration.ts';

/**
 * Creates `twin_tables`, a row of which says which of two tables readers see. The service's role may read it and nothing else: only the
 * owner fills, switches and reverts.
 *
 * `twin_tables_written` takes the lock that a change of the row waits for, and then reads it with a fresh snapshot, in one round trip.
 */
export function twinTablesMigration({ appRole }: ServiceRoles): MigrationClass {
  const role = quotedIdentifier(appRole);
  return sqlMigration('CreateTwinTables1764000000004', [
    `CREATE TABLE public.twin_tables (
       name text COLLATE "C" PRIMARY KEY,
       active text NOT NULL CHECK (active IN ('a', 'b')),
       filled text NOT NULL CHECK (filled IN ('a', 'b')),
       state text NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'filling', 'following')),
       fill_id text,
       changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       CHECK ((state = 'idle') = (fill_id IS NULL))
     )`,
    `CREATE FUNCTION public.twin_tables_written(p_name text) RETURNS text[]
     LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM pg_advisory_xact_lock_shared(${advisoryLockKeySql('twin-tables', 'p_name')});
       RETURN (SELECT CASE state WHEN 'following' THEN ARRAY['a', 'b'] ELSE ARRAY[active] END
               FROM public.twin_tables WHERE name = p_name);
     END $$`,
    `REVOKE ALL ON FUNCTION public.twin_tables_written FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION public.twin_tables_written TO ${role}`,
    `GRANT SELECT ON public.twin_tables TO ${role}`,
  ]);
}

/**
 * Statements that give an existing table a twin and put a view in its place, which shows the active one: the planner looks at the row of
 * `twin_tables` once and never touches the other table. Writers of the name fail afterwards; they write `twinsToWrite`.
 *
 * @param table an unquoted identifier, of the schema public
 */
export function twinTableStatements(table: string, { appRole }: ServiceRoles): readonly string[] {
  const role = quotedIdentifier(appRole);
  const shown = (twin: 'a' | 'b') =>
    `SELECT * FROM public.${table}_${twin}
     WHERE (SELECT active FROM public.twin_tables WHERE name = '${table}') = '${twin}'`;
  return [
    `ALTER TABLE public.${table} RENAME TO ${table}_a`,
    `CREATE TABLE public.${table}_b (LIKE public.${table}_a INCLUDING ALL)`,
    `GRANT SELECT, INSERT, UPDATE ON public.${table}_b TO ${role}`,
    `INSERT INTO public.twin_tables (name, active, filled) VALUES ('${table}', 'a', 'a')`,
    `CREATE VIEW public.${table} AS ${shown('a')} UNION ALL ${shown('b')}`,
    `GRANT SELECT ON public.${table} TO ${role}`,
  ];
}
