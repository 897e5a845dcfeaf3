import type { DataSource } from 'typeorm';
import { advisoryLockKeySql } from '../advisory-locks.ts';
import type { SqlClient } from '../sql-client.ts';
import { withTransaction } from '../transaction.ts';
import { compareTwins, type TwinComparison } from './compare-twins.ts';
import { TwinTablesError } from './twin-tables.errors.ts';

/** Which table readers see now, and which before. */
export interface TwinSwitch {
  readonly active: string;
  readonly before: string;
}

/**
 * A read model in two tables, one of which readers see while the other is filled anew. A fill has an id, and whoever began last holds the
 * shadow: an earlier fill fails with `SHADOW_TAKEN`. Needs the rights of the owner.
 */
export interface TwinTables {
  /** Takes the table that readers don't see, and empties it; the projection writes only to the other from here on. */
  begin(fillId: string): Promise<void>;
  /** Writes to the shadow in one transaction. @throws TwinTablesError SHADOW_TAKEN */
  fill(fillId: string, work: (sql: SqlClient, table: string) => Promise<void>): Promise<void>;
  /**
   * Waits for the projections that run, holds new ones back while `work` brings the shadow up to date, and lets them write to both from
   * then on. `work` must end within the statement timeout of the service, whose projections wait.
   * @throws TwinTablesError SHADOW_TAKEN
   */
  follow(fillId: string, work: (sql: SqlClient, table: string) => Promise<void>): Promise<void>;
  /** Compares what readers see with the other table, row by row in one snapshot; `limit` bounds what is told, not what is counted. */
  compare(limit: number): Promise<TwinComparison>;
  /** Lets readers see the filled table, at once and all of them. @throws TwinTablesError */
  switch(fillId: string): Promise<TwinSwitch>;
  /** Lets readers see the table they saw before, which was written to all the while. @throws TwinTablesError */
  revert(fillId: string): Promise<TwinSwitch>;
}

export interface TwinTablesOptions {
  /** The owner's connections. */
  readonly dataSource: DataSource;
  /** As it was given to `twinTableStatements`. */
  readonly table: string;
  /** The column of its primary key. */
  readonly key: string;
}

interface Row {
  readonly active: Twin;
  readonly filled: Twin;
  readonly state: 'idle' | 'filling' | 'following';
  readonly fill_id: string | null;
}
type Twin = 'a' | 'b';

// The work reads what can't be read again, and the order of the locks leaves no deadlock to be retried.
const once = { attempts: 1 };

const otherTwin = (twin: Twin): Twin => (twin === 'a' ? 'b' : 'a');

export function twinTables({ dataSource, table, key }: TwinTablesOptions): TwinTables {
  const nameOf = (twin: Twin): string => `public.${table}_${twin}`;

  const row = async (sql: SqlClient, lock: 'FOR SHARE' | 'FOR UPDATE'): Promise<Row> => {
    const { rows } = await sql.query<Row>({
      text: `SELECT active, filled, state, fill_id FROM public.twin_tables WHERE name = $1 ${lock}`,
      values: [table],
    });
    const [found] = rows;
    if (!found) throw new TwinTablesError('UNKNOWN_TWIN_TABLES', `no twin tables are called ${table}`);
    return found;
  };

  const held = async (sql: SqlClient, fillId: string, lock: 'FOR SHARE' | 'FOR UPDATE'): Promise<Row> => {
    const found = await row(sql, lock);
    if (found.fill_id === fillId) return found;
    throw new TwinTablesError(
      'SHADOW_TAKEN',
      `the shadow of ${table} belongs to ${found.fill_id ?? 'nobody'}, not to ${fillId}`,
    );
  };

  const holdProjections = async (sql: SqlClient): Promise<void> => {
    await sql.query({
      text: `SELECT pg_advisory_xact_lock(${advisoryLockKeySql('twin-tables', '$1::text')})`,
      values: [table],
    });
  };

  const filling = async (
    sql: SqlClient,
    fillId: string,
    lock: 'FOR SHARE' | 'FOR UPDATE',
  ): Promise<string> => {
    const { state, filled } = await held(sql, fillId, lock);
    if (state === 'filling') return nameOf(filled);
    throw new TwinTablesError('SHADOW_TAKEN', `the fill ${fillId} of ${table} has ended`);
  };

  const point = (fillId: string, to: (row: Row) => Twin): Promise<TwinSwitch> =>
    withTransaction(dataSource, async ({ sql }) => {
      const found = await held(sql, fillId, 'FOR UPDATE');
      if (found.state !== 'following') {
        throw new TwinTablesError(
          'SHADOW_NOT_READY',
          `the fill ${fillId} of ${table} did not get to its end`,
        );
      }
      const active = to(found);
      await sql.query({
        text: 'UPDATE public.twin_tables SET active = $2, changed_at = clock_timestamp() WHERE name = $1',
        values: [table, active],
      });
      return { active: nameOf(active), before: nameOf(otherTwin(active)) };
    });

  return {
    async begin(fillId) {
      await withTransaction(dataSource, async ({ sql }) => {
        // A projection that still writes to both must have ended before the shadow is emptied.
        await holdProjections(sql);
        const { active } = await row(sql, 'FOR UPDATE');
        await sql.query({
          text: `UPDATE public.twin_tables
                 SET filled = $2, state = 'filling', fill_id = $3, changed_at = clock_timestamp() WHERE name = $1`,
          values: [table, otherTwin(active), fillId],
        });
      });
      // Not TRUNCATE: readers of the view hold a lock on both tables, and would queue behind it.
      await withTransaction(dataSource, async ({ sql }) => {
        await sql.query({ text: `DELETE FROM ${await filling(sql, fillId, 'FOR SHARE')}` });
      });
    },

    fill: (fillId, work) =>
      withTransaction(
        dataSource,
        async ({ sql }) => work(sql, await filling(sql, fillId, 'FOR SHARE')),
        once,
      ),

    follow: (fillId, work) =>
      withTransaction(
        dataSource,
        async ({ sql }) => {
          await holdProjections(sql);
          await work(sql, await filling(sql, fillId, 'FOR UPDATE'));
          await sql.query({
            text: `UPDATE public.twin_tables SET state = 'following', changed_at = clock_timestamp() WHERE name = $1`,
            values: [table],
          });
        },
        once,
      ),

    compare: (limit) =>
      withTransaction(dataSource, async ({ sql }) => {
        const { active } = await row(sql, 'FOR SHARE');
        return compareTwins(sql, { live: nameOf(active), shadow: nameOf(otherTwin(active)), key, limit });
      }),

    switch: (fillId) =>
      point(fillId, ({ active, filled }) => {
        if (active !== filled) return filled;
        throw new TwinTablesError('ALREADY_ACTIVE', `readers of ${table} see the fill ${fillId} already`);
      }),

    revert: (fillId) =>
      point(fillId, ({ active, filled }) => {
        if (active === filled) return otherTwin(filled);
        throw new TwinTablesError('NOT_ACTIVE', `readers of ${table} don't see the fill ${fillId}`);
      }),
  };
}
