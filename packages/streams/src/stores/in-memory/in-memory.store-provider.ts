import type { StoreProvider } from '../store-definition.ts';
import { inMemoryJoinBuffer } from './join.in-memory-buffer.ts';
import { inMemoryKeyValueStore } from './key-value.in-memory-store.ts';
import { inMemorySessionStore } from './session.in-memory-store.ts';
import { inMemoryTimeOrderedBuffer } from './time-ordered.in-memory-buffer.ts';
import { inMemoryUnmatchedBuffer } from './unmatched.in-memory-buffer.ts';
import { inMemoryWindowStore } from './window.in-memory-store.ts';

/** Stores that live as long as the process; nothing is serialised but keys, where an order is asked for. */
export const inMemoryStores: StoreProvider = {
  keyValue: ({ key }) => inMemoryKeyValueStore(key),
  window: ({ key, retentionMs }) => inMemoryWindowStore(key, retentionMs),
  session: ({ key, retentionMs }) => inMemorySessionStore(key, retentionMs),
  joinBuffer: ({ key, retentionMs }) => inMemoryJoinBuffer(key, retentionMs),
  unmatchedBuffer: ({ key }) => inMemoryUnmatchedBuffer(key),
  timeOrderedBuffer: ({ key }) => inMemoryTimeOrderedBuffer(key),
};
