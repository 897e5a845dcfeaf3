import type { StoreDefinition } from '../stores/store-definition.ts';
import type { NodeContext, TableView } from '../topology/node.ts';

/** How a table's current values are had: the stores that it takes, and what is computed from them. */
export interface ViewDefinition<K, V> {
  readonly stores: readonly StoreDefinition[];
  open(context: NodeContext): TableView<K, V>;
}
