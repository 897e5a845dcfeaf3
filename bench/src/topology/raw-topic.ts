import { bytesSerde, type StreamTopic } from '@orderflow/streams';

/** A topic as a log holds it: what is piped into one, or read from it, is neither encoded nor decoded on the way. */
export type RawTopic = StreamTopic<Uint8Array, Uint8Array>;

export interface RawInput {
  readonly topic: RawTopic;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly timestamp: number;
}

/** The bytes of an output; its value is null where a table's was deleted. */
export interface RawOutput {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
}

/** The same topic, for who hands over bytes. */
export const rawTopic = ({ name }: Pick<RawTopic, 'name'>): RawTopic => ({
  name,
  key: bytesSerde,
  value: bytesSerde,
});
