import { answering, fanningOut, resolving, subscribing } from '../operators/join-foreign-key.ts';
import {
  type Subscription,
  type SubscriptionAnswer,
  subscriptionAnswerSerde,
  subscriptionSerde,
} from '../operators/foreign-key-messages.ts';
import { bytesSerde, nullable, type Serde } from '../serde/serde.ts';
import { keyValueStore } from '../stores/store-definition.ts';
import type { Graph } from '../topology/graph.ts';
import type { Parent } from '../topology/node.ts';
import { StreamOf } from './stream.ts';
import type { ViewDefinition } from './view-definition.ts';

/** A table as a join by foreign key needs it. */
export interface ForeignKeySide<K, V> {
  readonly parents: readonly Parent[];
  readonly view: ViewDefinition<K, V>;
  readonly key: Serde<K>;
  readonly value: Serde<V>;
}

export interface ForeignKeyJoin<K, V, FK, T, R> {
  readonly name: string;
  readonly left: ForeignKeySide<K, V>;
  readonly right: ForeignKeySide<FK, T>;
  readonly foreignKey: (value: V, key: K) => FK | null;
  readonly join: (value: V, other: T | null, key: K) => R | null;
  readonly isLeft: boolean;
}

/**
 * Declares a join by foreign key (KIP-213): left rows subscribe, through a topic by foreign key, with the owner of the right row, which
 * answers through a topic by their own key; so three nodes work in the tasks of the left table, and two in those of the right one.
 */
export const declareForeignKeyJoin = <K, V, FK, T, R>(
  graph: Graph,
  { name, left, right, foreignKey, join, isLeft }: ForeignKeyJoin<K, V, FK, T, R>,
): readonly Parent[] => {
  const subscribed = {
    store: keyValueStore({ name: `${name}-subscribers`, key: bytesSerde, value: bytesSerde }),
    foreignKeys: right.key,
    keys: left.key,
  };
  const asked = graph.processor({
    name: `${name}.subscribe`,
    operator: 'join-foreign-key',
    parents: left.parents,
    stores: [],
    create: subscribing({ foreignKey, keys: right.key, values: left.value, isLeft }),
  });
  const subscriptions = new StreamOf<FK | null, Subscription<K>>(graph, asked, {
    key: nullable(right.key),
    value: subscriptionSerde(left.key),
  }).repartition(`${name}-subscriptions`);
  const answers = [
    ...graph.processor({
      name: `${name}.answer`,
      operator: 'join-foreign-key',
      parents: subscriptions.parents,
      stores: [subscribed.store, ...right.view.stores],
      create: answering(subscribed, (context) => right.view.open(context)),
    }),
    ...graph.processor({
      name: `${name}.fan-out`,
      operator: 'join-foreign-key',
      parents: right.parents,
      stores: [subscribed.store],
      create: fanningOut(subscribed),
    }),
  ];
  const answered = new StreamOf<K, SubscriptionAnswer<T>>(graph, answers, {
    key: left.key,
    value: subscriptionAnswerSerde(right.value),
  }).repartition(`${name}-answers`);
  return graph.processor({
    name: `${name}.resolve`,
    operator: 'join-foreign-key',
    parents: answered.parents,
    stores: left.view.stores,
    create: resolving((context) => left.view.open(context), left.value, join),
  });
};
