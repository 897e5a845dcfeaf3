import { joiningStreams, type SharedJoin, type Sided } from '../operators/join-streams.ts';
import { numberSerde, stringSerde } from '../serde/serde.ts';
import { sidedSerde } from '../serde/sided-serde.ts';
import {
  joinBuffer,
  keyValueStore,
  type StoreDefinition,
  unmatchedBuffer,
} from '../stores/store-definition.ts';
import type { Graph } from '../topology/graph.ts';
import type { Parent } from '../topology/node.ts';
import type { JoinWindows } from '../windows/join-windows.ts';
import type { KeyedRecords } from './keyed-records.ts';

export interface StreamJoin<K, L, R, J> {
  readonly name: string;
  readonly windows: JoinWindows;
  readonly left: KeyedRecords<K, L>;
  readonly right: KeyedRecords<K, R>;
  readonly join: (left: L, right: R, key: K) => J;
  /** Which sides give results alone. */
  readonly outer: { readonly left: boolean; readonly right: boolean };
  /** The result of a record of an outer side that met none. */
  readonly alone: (value: Sided<L, R>, key: K | null) => J;
}

/** Declares the two sides of a join of streams, which share their buffers; results come from both. */
export const declareStreamJoin = <K, L, R, J>(
  graph: Graph,
  { name, windows, left, right, join, outer, alone }: StreamJoin<K, L, R, J>,
): readonly Parent[] => {
  const { key } = left;
  const [leftValue, rightValue] = [left.value(), right.value()];
  const retentionMs = windows.beforeMs + windows.afterMs + windows.graceMs + 1;
  const ofLeft = joinBuffer({ name: `${name}-left`, key, value: leftValue, retentionMs });
  const ofRight = joinBuffer({ name: `${name}-right`, key, value: rightValue, retentionMs });
  const time = keyValueStore({ name: `${name}-time`, key: stringSerde, value: numberSerde });
  const unmatched =
    outer.left || outer.right
      ? unmatchedBuffer({ name: `${name}-unmatched`, key, value: sidedSerde(leftValue, rightValue) })
      : undefined;
  const shared: SharedJoin<K, Sided<L, R>, J> = { windows, time, unmatched, alone };
  const stores: StoreDefinition[] = [ofLeft, ofRight, time, ...(unmatched ? [unmatched] : [])];
  const operator = 'join-streams';
  const settings = { ...windows };
  return [
    ...graph.processor({
      name: `${name}.left`,
      operator,
      parents: left.parents,
      stores,
      settings,
      create: joiningStreams({
        ...shared,
        side: 'left',
        own: ofLeft,
        other: ofRight,
        join,
        outer: outer.left ? (value: L): Sided<L, R> => ({ side: 'left', value }) : undefined,
      }),
    }),
    ...graph.processor({
      name: `${name}.right`,
      operator,
      parents: right.parents,
      stores,
      settings,
      create: joiningStreams({
        ...shared,
        side: 'right',
        own: ofRight,
        other: ofLeft,
        join: (value: R, other: L, of) => join(other, value, of),
        outer: outer.right ? (value: R): Sided<L, R> => ({ side: 'right', value }) : undefined,
      }),
    }),
  ];
};
