import { advisoryLockKeySql } from './advisory-locks.ts';
import { type MigrationClass, quotedIdentifier, type ServiceRoles, sqlMigration } from './migration.ts';

/**
 * Creates `inbox`, to which the service's role may add rows and nothing else: an input once handled stays handled.
 * `inbox_outcome` waits for another transaction that handles the same input and then reads with a fresh snapshot,
 * both in one round trip.
 */
export function inboxMigration({ appRole }: ServiceRoles): MigrationClass {
  const role = quotedIdentifier(appRole);
  return sqlMigration('CreateInbox1764000000001', [
    `CREATE TABLE public.inbox (
       handler text COLLATE "C" NOT NULL,
       source text COLLATE "C" NOT NULL,
       input_id text COLLATE "C" NOT NULL,
       outcome text NOT NULL,
       handled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       PRIMARY KEY (handler, source, input_id)
     )`,
    `CREATE FUNCTION public.inbox_outcome(p_handler text, p_source text, p_input_id text) RETURNS text
     LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM pg_advisory_xact_lock(${advisoryLockKeySql(
         'inbox',
         `p_handler || ' ' || p_source || ' ' || p_input_id`,
       )});
       RETURN (SELECT outcome FROM public.inbox
               WHERE handler = p_handler AND source = p_source AND input_id = p_input_id);
     END $$`,
    `REVOKE ALL ON FUNCTION public.inbox_outcome FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION public.inbox_outcome TO ${role}`,
    `GRANT SELECT, INSERT ON public.inbox TO ${role}`,
  ]);
}
