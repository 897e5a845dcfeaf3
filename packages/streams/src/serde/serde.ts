import { decodeNumber } from './number-bytes.ts';
import { decodeText, encodeText } from './text-bytes.ts';

/** Turns values of one type into bytes and back. Both directions are pure, and deserialize(serialize(v)) equals v. */
export interface Serde<T> {
  /** Null where the record has none: a null key, a tombstone. */
  serialize(value: T): Uint8Array | null;
  /** @throws Error where the bytes are not such a value, or null and the type knows no null */
  deserialize(bytes: Uint8Array | null): T;
}

const present = (bytes: Uint8Array | null): Uint8Array => {
  if (bytes === null) throw new TypeError('null where a value is declared; declare it with nullable()');
  return bytes;
};

/** UTF-8 text; bytes that are no UTF-8 are an error. */
export const stringSerde: Serde<string> = {
  serialize: encodeText,
  deserialize: (bytes) => decodeText(present(bytes)),
};

/** Bytes as they are. */
export const bytesSerde: Serde<Uint8Array> = { serialize: (value) => value, deserialize: present };

/** A finite number in its shortest decimal text, as JavaScript prints it; another is refused both ways. */
export const numberSerde: Serde<number> = {
  serialize: (value) => {
    // Better here, where it came about, than in whoever reads the topic.
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no finite number`);
    return encodeText(String(value));
  },
  deserialize: (bytes) => decodeNumber(present(bytes)),
};

/**
 * JSON text.
 * @param parse makes the type of what was read, or throws; a Zod schema's `parse` fits
 */
export const jsonSerde = <T>(parse: (json: unknown) => T): Serde<T> => ({
  serialize: (value) => encodeText(JSON.stringify(value)),
  deserialize: (bytes) => parse(JSON.parse(decodeText(present(bytes)))),
});

/** The same, and null for null: for keys that may be missing, and for values of a stream in which null means something. */
export const nullable = <T>(serde: Serde<T>): Serde<T | null> => ({
  serialize: (value) => (value === null ? null : serde.serialize(value)),
  deserialize: (bytes) => (bytes === null ? null : serde.deserialize(bytes)),
});

const isPresent = <T>(value: T): value is NonNullable<T> => value !== null && value !== undefined;

/** The same for all but null, which is an error: of keys by which something is kept. */
export const withoutNull = <T>(serde: Serde<T>): Serde<NonNullable<T>> => ({
  serialize: (value) => serde.serialize(value),
  deserialize: (bytes) => {
    const value = serde.deserialize(bytes);
    if (!isPresent(value)) throw new TypeError('null where a value is needed');
    return value;
  },
});
