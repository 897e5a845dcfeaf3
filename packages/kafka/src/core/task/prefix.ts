import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord, OutputRecord } from '../record.ts';

/** An output whose partition is settled. */
export type PlacedOutput = OutputRecord & { readonly partition: number };

/** A record's name among those of one task. */
export const recordId = ({ topic, offset }: Pick<KafkaRecord, 'topic' | 'offset'>): string =>
  `${topic}/${offset}`;

/** One input record, or a run of control records, on its way to being committed. */
export interface Slot {
  readonly topic: string;
  /** The record's own offset; undefined for control records. */
  readonly offset: bigint | undefined;
  /** The offset to commit once this slot and all before it are finished. */
  readonly nextOffset: bigint;
  readonly records: number;
  /** Of the record, in milliseconds since the epoch. */
  readonly timestamp: number | undefined;
  /** Bytes held: the input's until it is finished, then the outputs'. */
  bytes: number;
  outputs: readonly PlacedOutput[] | undefined;
}

/** What one transaction covers: the longest finished prefix, as far as bounds allow. */
export interface Prefix {
  /** Offset to commit by topic. */
  readonly offsets: ReadonlyMap<string, bigint>;
  readonly outputs: readonly PlacedOutput[];
  readonly records: number;
}

/** A prefix that still knows its inputs, so that it can be cut. */
export interface FinishedPrefix extends Prefix {
  readonly slots: readonly Slot[];
}

/** What finished slots, in their order, come to. */
export const prefixOf = (slots: readonly Slot[]): FinishedPrefix => ({
  slots,
  offsets: new Map(slots.map(({ topic, nextOffset }) => [topic, nextOffset])),
  outputs: slots.flatMap(({ outputs = [] }) => outputs),
  records: slots.reduce((sum, slot) => sum + slot.records, 0),
});

/**
 * Keeps the inputs of one task in arrival order and hands out only finished prefixes, each slot once.
 *
 * Arrival order runs across the task's topics, so outputs of one key leave in the order in which its inputs were handled.
 * Slots that finish behind a waiting one keep their outputs until their turn.
 */
export interface PrefixTracker {
  add(
    record: Pick<KafkaRecord, 'topic' | 'offset'> & Partial<Pick<KafkaRecord, 'timestamp'>>,
    nextOffset: bigint,
    bytes: number,
  ): Slot;
  /** Control records only: finished as they come. */
  pass(topic: string, nextOffset: bigint): void;
  finish(slot: Slot, outputs: readonly PlacedOutput[]): void;
  /** What the finished prefix holds: offsets alone have no effect that anybody waits for. */
  readonly finished: 'nothing' | 'offsets' | 'outputs';
  /** Slots in the finished prefix. */
  readonly finishedSlots: number;
  /** At most `maxRecords` slots, at least one when the first is finished; undefined while the first waits. */
  take(maxRecords: number): FinishedPrefix | undefined;
  /** The slot before which nothing is left to take. */
  readonly first: Slot | undefined;
  /** Records added and not taken. */
  readonly pending: number;
  readonly pendingBytes: number;
}

export const prefixTracker = (): PrefixTracker => {
  let slots: Slot[] = [];
  /** Slots before it are finished. It only moves on, so that each slot is looked at once, however often the prefix is asked for. */
  let waiting = 0;
  /** Of those. */
  let withOutputs = 0;
  let pending = 0;
  let pendingBytes = 0;

  const moveOn = (): void => {
    for (let next = slots[waiting]; next?.outputs; next = slots[++waiting]) {
      if (next.outputs.length > 0) withOutputs += 1;
    }
  };

  return {
    add: ({ topic, offset, timestamp }, nextOffset, bytes) => {
      const slot: Slot = { topic, offset, nextOffset, records: 1, timestamp, bytes, outputs: undefined };
      slots.push(slot);
      pending += 1;
      pendingBytes += bytes;
      return slot;
    },
    pass: (topic, nextOffset) => {
      slots.push({
        topic,
        offset: undefined,
        nextOffset,
        records: 0,
        timestamp: undefined,
        bytes: 0,
        outputs: [],
      });
    },
    finish: (slot, outputs) => {
      const bytes = outputs.reduce((sum, output) => sum + byteSize(output), 0);
      pendingBytes += bytes - slot.bytes;
      slot.bytes = bytes;
      slot.outputs = outputs;
    },
    get finished() {
      moveOn();
      if (waiting === 0) return 'nothing';
      return withOutputs > 0 ? 'outputs' : 'offsets';
    },
    get finishedSlots() {
      moveOn();
      return waiting;
    },
    take: (maxRecords) => {
      moveOn();
      const count = Math.min(waiting, maxRecords);
      if (count === 0) return undefined;
      const taken = prefixOf(slots.slice(0, count));
      slots = slots.slice(count);
      waiting -= count;
      pending -= taken.records;
      for (const { bytes, outputs = [] } of taken.slots) {
        pendingBytes -= bytes;
        if (outputs.length > 0) withOutputs -= 1;
      }
      return taken;
    },
    get first() {
      return slots[0];
    },
    get pending() {
      return pending;
    },
    get pendingBytes() {
      return pendingBytes;
    },
  };
};
