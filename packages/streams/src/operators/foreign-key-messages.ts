import type { Serde } from '../serde/serde.ts';
import { hashBytes } from '../serde/value-hash.ts';

/** What the owner of a left row asks of the owner of the right row that it points to. */
export type SubscriptionInstruction =
  /** Forget the row; it points elsewhere, from where its answer comes. */
  | 'leave'
  /** Forget the row and answer with nothing: it is gone. */
  | 'leave-and-answer'
  /** Remember the row; answer, with nothing where there is no right row. */
  | 'join-and-answer'
  /** Remember the row; answer where there is a right row. */
  | 'join-and-answer-if-found';

const instructions: readonly SubscriptionInstruction[] = [
  'leave',
  'leave-and-answer',
  'join-and-answer',
  'join-and-answer-if-found',
];

/** To the right side, by foreign key. */
export interface Subscription<K> {
  readonly instruction: SubscriptionInstruction;
  /** Of the left value that was asked for; null for a row that is gone. */
  readonly hash: Uint8Array | null;
  /** Of the left row. */
  readonly key: K;
}

/** Back to the left side, by its own key. */
export interface SubscriptionAnswer<V> {
  /** Of the left value that was asked for: another one stands there now, and the answer is stale. */
  readonly hash: Uint8Array | null;
  readonly value: V | null;
}

const version = 1;

/** A byte of version (1), a byte of instruction in the order above, a byte that is 1 where a hash follows, the hash, the bytes of the key. */
export const subscriptionSerde = <K>(keys: Serde<K>): Serde<Subscription<K>> => ({
  serialize: ({ instruction, hash, key }) =>
    joined([version, instructions.indexOf(instruction), hash === null ? 0 : 1], hash, keys.serialize(key)),
  deserialize: (bytes) => {
    const instruction = instructions[bytes?.[1] ?? -1];
    if (bytes === null || bytes[0] !== version || instruction === undefined)
      throw new TypeError('not a subscription in version 1');
    const { hash, rest } = hashAndRest(bytes, 2);
    return { instruction, hash, key: keys.deserialize(rest) };
  },
});

/** A byte of version (1), a byte that is 1 where a value follows, a byte that is 1 where a hash follows, the hash, the bytes of the value. */
export const subscriptionAnswerSerde = <V>(values: Serde<V>): Serde<SubscriptionAnswer<V>> => ({
  serialize: ({ hash, value }) =>
    joined(
      [version, value === null ? 0 : 1, hash === null ? 0 : 1],
      hash,
      value === null ? null : values.serialize(value),
    ),
  deserialize: (bytes) => {
    if (bytes === null || bytes[0] !== version) throw new TypeError('not an answer in version 1');
    const { hash, rest } = hashAndRest(bytes, 2);
    return { hash, value: bytes[1] === 1 ? values.deserialize(rest) : null };
  },
});

const hashAndRest = (bytes: Uint8Array, flagAt: number): { hash: Uint8Array | null; rest: Uint8Array } => {
  const start = flagAt + 1;
  return bytes[flagAt] === 1
    ? { hash: bytes.subarray(start, start + hashBytes), rest: bytes.subarray(start + hashBytes) }
    : { hash: null, rest: bytes.subarray(start) };
};

const joined = (head: readonly number[], ...parts: readonly (Uint8Array | null)[]): Uint8Array => {
  const present = parts.filter((part) => part !== null);
  const all = new Uint8Array(present.reduce((length, part) => length + part.length, head.length));
  all.set(head);
  let at = head.length;
  for (const part of present) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
