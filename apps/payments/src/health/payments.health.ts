import type { EffectLedger, SqlClient } from '@orderflow/postgres-messaging';
import type { HealthComponent } from '@orderflow/service-kit';

/** What payments depends on. Only Postgres decides whether it can serve its REST. */
export function paymentsHealth(sql: SqlClient, ledger: EffectLedger): readonly HealthComponent[] {
  return [
    {
      name: 'postgres',
      required: true,
      probe: async () => {
        await sql.query({ text: 'SELECT 1' });
        return { status: 'up' };
      },
    },
    {
      name: 'effects',
      required: false,
      probe: async () => ({ status: 'up', details: { unresolved: await ledger.countUnresolved() } }),
    },
  ];
}
