import type { ViewDefinition } from './view-definition.ts';

/** A table that every task holds whole. */
export class GlobalTable<K, V> {
  readonly view: ViewDefinition<K, V>;

  constructor(view: ViewDefinition<K, V>) {
    this.view = view;
  }
}
