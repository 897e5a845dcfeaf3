import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { ViewOf } from './join-stream-table.ts';

/** One side of a join of two tables, as seen from it. */
export interface TableJoin<K, Own, Other, R> {
  readonly other: ViewOf<K, Other>;
  /** The joined value, or null where this kind of join has none for the two. */
  readonly join: (own: Own | null, other: Other | null, key: K) => R | null;
  /** Whether a change of this side gives nothing where the other has no row. */
  readonly needsOther: boolean;
}

/**
 * Each change of one table as a change of what it is joined to, with the later time of the two. Where the other side has a row, a
 * deletion is told even of what was never joined (KTableKTableInnerJoin, LeftJoin, RightJoin, OuterJoin).
 */
export const joiningTables =
  <K, Own, Other, R>({ other: viewOf, join, needsOther }: TableJoin<K, Own, Other, R>) =>
  (context: NodeContext): Receiver<K, Own | null> => {
    const view = viewOf(context);
    const next = context.output<K, R | null>();
    return {
      receive: (key, value, timestamp, old = null) => {
        const found = view.get(key);
        if (found === undefined && (needsOther || (value === null && old === null))) return;
        const other = found === undefined ? null : found.value;
        const time = found === undefined ? timestamp : Math.max(timestamp, found.timestamp);
        next.receive(key, join(value, other, key), time, join(old, other, key));
      },
    };
  };
