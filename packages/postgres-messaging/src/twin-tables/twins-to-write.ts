import type { Transaction } from '../transaction.ts';
import { TwinTablesError } from './twin-tables.errors.ts';

/**
 * The tables that a projection has to write in this transaction: the active one and, once it follows, its twin. Until the transaction
 * ends nobody changes which they are, so call it before the first write.
 *
 * @param table as it was given to `twinTableStatements`
 * @returns names with their schema, to be put into statements as they are
 */
export async function twinsToWrite(
  { sql }: Pick<Transaction, 'sql'>,
  table: string,
): Promise<readonly string[]> {
  const { rows } = await sql.query<{ twins: readonly string[] | null }>({
    name: 'twin_tables_written',
    text: 'SELECT public.twin_tables_written($1) AS twins',
    values: [table],
  });
  const twins = rows[0]?.twins;
  if (!twins) throw new TwinTablesError('UNKNOWN_TWIN_TABLES', `no twin tables are called ${table}`);
  return twins.map((twin) => `public.${table}_${twin}`);
}
