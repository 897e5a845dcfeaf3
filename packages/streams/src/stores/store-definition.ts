import type { Serde } from '../serde/serde.ts';
import type { JoinBuffer, UnmatchedBuffer } from './join-buffer.ts';
import type { KeyValueStore } from './key-value-store.ts';
import type { SessionStore } from './session-store.ts';
import type { TimeOrderedBuffer } from './time-ordered-buffer.ts';
import type { WindowStore } from './window-store.ts';

export type StoreKind =
  | 'key-value'
  | 'window'
  | 'session'
  | 'join-buffer'
  | 'unmatched-buffer'
  | 'time-ordered-buffer';

/** What a store holds, for whoever makes one. */
export interface StoreContents<K, V> {
  /** Unique in its topology; its changelog is named after it. */
  readonly name: string;
  readonly key: Serde<K>;
  readonly value: Serde<V>;
}

export interface RetainedContents<K, V> extends StoreContents<K, V> {
  /** How far behind stream time it must still answer, in ms. */
  readonly retentionMs: number;
}

/**
 * Makes the stores of one task: in memory, on a disk, with a changelog. The one port a runtime has to bring; each provider passes
 * `storeContract` of `@orderflow/streams/testing/stores`.
 */
export interface StoreProvider {
  keyValue<K, V>(contents: StoreContents<K, V>): KeyValueStore<K, V>;
  window<K, V>(contents: RetainedContents<K, V>): WindowStore<K, V>;
  session<K, V>(contents: RetainedContents<K, V>): SessionStore<K, V>;
  joinBuffer<K, V>(contents: RetainedContents<K, V>): JoinBuffer<K, V>;
  unmatchedBuffer<K, V>(contents: StoreContents<K, V>): UnmatchedBuffer<K, V>;
  timeOrderedBuffer<K, V>(contents: StoreContents<K, V>): TimeOrderedBuffer<K, V>;
}

/** A store that a topology needs: a value, opened once a task. */
export interface StoreDefinition<S = unknown> {
  readonly name: string;
  readonly kind: StoreKind;
  /** Of stores that forget by stream time. */
  readonly retentionMs?: number;
  open(provider: StoreProvider): S;
}

export const keyValueStore = <K, V>(contents: StoreContents<K, V>): StoreDefinition<KeyValueStore<K, V>> => ({
  name: contents.name,
  kind: 'key-value',
  open: (provider) => provider.keyValue(contents),
});

export const windowStore = <K, V>(contents: RetainedContents<K, V>): StoreDefinition<WindowStore<K, V>> => ({
  name: contents.name,
  kind: 'window',
  retentionMs: contents.retentionMs,
  open: (provider) => provider.window(contents),
});

export const sessionStore = <K, V>(
  contents: RetainedContents<K, V>,
): StoreDefinition<SessionStore<K, V>> => ({
  name: contents.name,
  kind: 'session',
  retentionMs: contents.retentionMs,
  open: (provider) => provider.session(contents),
});

export const joinBuffer = <K, V>(contents: RetainedContents<K, V>): StoreDefinition<JoinBuffer<K, V>> => ({
  name: contents.name,
  kind: 'join-buffer',
  retentionMs: contents.retentionMs,
  open: (provider) => provider.joinBuffer(contents),
});

export const unmatchedBuffer = <K, V>(
  contents: StoreContents<K, V>,
): StoreDefinition<UnmatchedBuffer<K, V>> => ({
  name: contents.name,
  kind: 'unmatched-buffer',
  open: (provider) => provider.unmatchedBuffer(contents),
});

export const timeOrderedBuffer = <K, V>(
  contents: StoreContents<K, V>,
): StoreDefinition<TimeOrderedBuffer<K, V>> => ({
  name: contents.name,
  kind: 'time-ordered-buffer',
  open: (provider) => provider.timeOrderedBuffer(contents),
});
