import { type MigrationClass, quotedIdentifier, type ServiceRoles, sqlMigration } from './migration.ts';

/**
 * Creates `effects`. The service's role may add a row, count attempts and settle it; what was asked, under which key
 * and since when can't be changed, and no row can be deleted.
 */
export function effectLedgerMigration({ appRole }: ServiceRoles): MigrationClass {
  const role = quotedIdentifier(appRole);
  return sqlMigration('CreateEffects1764000000002', [
    `CREATE TABLE public.effects (
       handler text COLLATE "C" NOT NULL,
       input_id text COLLATE "C" NOT NULL,
       effect text COLLATE "C" NOT NULL,
       request_hash text NOT NULL,
       key text NOT NULL,
       started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       attempts integer NOT NULL DEFAULT 1,
       provider_reference text,
       outcome text,
       settled_at timestamptz,
       PRIMARY KEY (handler, input_id, effect),
       CHECK ((settled_at IS NULL) = (outcome IS NULL))
     )`,
    `CREATE INDEX effects_unresolved ON public.effects (started_at) WHERE settled_at IS NULL`,
    `GRANT SELECT, INSERT, UPDATE (attempts, provider_reference, outcome, settled_at) ON public.effects TO ${role}`,
  ]);
}
