import type { SqlClient } from '../sql-client.ts';

/** A row's columns as text by name, null for SQL's null. */
export type RowText = Readonly<Record<string, string | null>>;

/** A row that differs; one that a table lacks is null there. */
export interface TwinDifference {
  readonly key: string;
  readonly live: RowText | null;
  readonly shadow: RowText | null;
}

/** Two tables, compared. */
export interface TwinComparison {
  /** Rows of the live table. */
  readonly rows: number;
  readonly differing: number;
  /** Ordered by key, as many as were asked for. */
  readonly differences: readonly TwinDifference[];
}

interface Compared {
  readonly live: string;
  readonly shadow: string;
  readonly key: string;
  readonly limit: number;
}

/** One statement, so that both are seen in one snapshot; columns as text, so that no number is rounded on its way. */
export async function compareTwins(
  sql: SqlClient,
  { live, shadow, key, limit }: Compared,
): Promise<TwinComparison> {
  const asText = (side: string) =>
    `(SELECT jsonb_object_agg(column_name, text) FROM jsonb_each_text(to_jsonb(${side})) AS c (column_name, text))`;
  const { rows } = await sql.query<TwinComparison>({
    text: `WITH different AS MATERIALIZED (
             SELECT ${key}::text AS key, to_jsonb(live) AS live, to_jsonb(shadow) AS shadow
             FROM ${live} AS live FULL JOIN ${shadow} AS shadow USING (${key})
             WHERE to_jsonb(live) IS DISTINCT FROM to_jsonb(shadow)
           ), told AS (
             SELECT key, ${asText('live')} AS live, ${asText('shadow')} AS shadow FROM different ORDER BY key LIMIT $1
           )
           SELECT (SELECT count(*) FROM ${live})::integer AS rows,
                  (SELECT count(*) FROM different)::integer AS differing,
                  (SELECT coalesce(jsonb_agg(told ORDER BY key), '[]') FROM told) AS differences`,
    values: [limit],
  });
  return rows[0] ?? { rows: 0, differing: 0, differences: [] };
}
