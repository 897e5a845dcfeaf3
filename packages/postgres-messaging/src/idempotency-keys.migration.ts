import { advisoryLockKeySql } from './advisory-locks.ts';
import { type MigrationClass, quotedIdentifier, type ServiceRoles, sqlMigration } from './migration.ts';

/**
 * Creates `idempotency_keys`, whose rows the service's role may add and delete, not change.
 * `claim_idempotency_key` tries the lock and only then reads, with a fresh snapshot, in one round trip: a holder that
 * commits in between is seen either as the holder or as its row. An answer older than 7 days is deleted there.
 */
export function idempotencyKeysMigration({ appRole }: ServiceRoles): MigrationClass {
  const role = quotedIdentifier(appRole);
  return sqlMigration('CreateIdempotencyKeys1764000000003', [
    `CREATE TABLE public.idempotency_keys (
       caller text COLLATE "C" NOT NULL,
       key text COLLATE "C" NOT NULL,
       body_hash text NOT NULL,
       status integer NOT NULL,
       resource text NOT NULL,
       version integer NOT NULL,
       body text,
       created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       PRIMARY KEY (caller, key)
     )`,
    `CREATE INDEX idempotency_keys_created_at ON public.idempotency_keys (created_at)`,
    `CREATE FUNCTION public.claim_idempotency_key(
       p_caller text, p_key text, OUT locked boolean, OUT answer public.idempotency_keys
     ) LANGUAGE plpgsql AS $$
     BEGIN
       locked := pg_try_advisory_xact_lock(${advisoryLockKeySql('idempotency-key', `p_caller || ' ' || p_key`)});
       IF locked THEN
         SELECT * INTO answer FROM public.idempotency_keys WHERE caller = p_caller AND key = p_key;
         IF answer.created_at < clock_timestamp() - interval '7 days' THEN
           DELETE FROM public.idempotency_keys WHERE caller = p_caller AND key = p_key;
           answer := NULL;
         END IF;
       END IF;
     END $$`,
    `REVOKE ALL ON FUNCTION public.claim_idempotency_key FROM PUBLIC`,
    `GRANT EXECUTE ON FUNCTION public.claim_idempotency_key TO ${role}`,
    `GRANT SELECT, INSERT, DELETE ON public.idempotency_keys TO ${role}`,
  ]);
}
