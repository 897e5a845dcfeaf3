import { joiningTables } from '../operators/join-tables.ts';
import type { Graph } from '../topology/graph.ts';
import type { Parent } from '../topology/node.ts';
import { joinedView } from './table-views.ts';
import type { ViewDefinition } from './view-definition.ts';

interface JoinedTable<K, V> {
  readonly parents: readonly Parent[];
  readonly view: ViewDefinition<K, V>;
}

export interface TableJoin<K, L, R, J> {
  readonly operator: string;
  /** Which sides a row of the result can't do without. */
  readonly needs: { readonly left: boolean; readonly right: boolean };
  readonly left: JoinedTable<K, L>;
  readonly right: JoinedTable<K, R>;
  readonly join: (left: L | null, right: R | null, key: K) => J | null;
}

/** Declares the two sides of a join of tables by key; results come from both. */
export const declareTableJoin = <K, L, R, J>(
  graph: Graph,
  { operator, needs, left, right, join }: TableJoin<K, L, R, J>,
): JoinedTable<K, J> => {
  const stores = [...new Set([...left.view.stores, ...right.view.stores])];
  const side = <Own, Other>(
    own: JoinedTable<K, Own>,
    other: JoinedTable<K, Other>,
    ofSide: (own: Own | null, other: Other | null, key: K) => J | null,
    needsOther: boolean,
  ): readonly Parent[] =>
    graph.processor({
      operator,
      parents: own.parents,
      stores,
      create: joiningTables({ other: (context) => other.view.open(context), join: ofSide, needsOther }),
    });
  return {
    parents: [
      ...side<L, R>(left, right, join, needs.right),
      ...side<R, L>(right, left, (ofRight, ofLeft, key) => join(ofLeft, ofRight, key), needs.left),
    ],
    view: {
      stores,
      open: (context) => joinedView(left.view.open(context), right.view.open(context), join),
    },
  };
};
