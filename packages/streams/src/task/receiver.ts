/**
 * What takes records from the operator before it, one call a record and nothing else made for it. Of a table's change, value is what
 * stands now and old what stood before, each null where there is nothing; of a stream, there is no old.
 */
export interface Receiver<K, V> {
  receive(key: K, value: V, timestamp: number, old?: V): void;
}

/** Passes each record to all, in their order. */
export const toAll = <K, V>(receivers: readonly Receiver<K, V>[]): Receiver<K, V> => {
  const [only] = receivers;
  if (receivers.length === 1 && only !== undefined) return only;
  return {
    receive: (key, value, timestamp, old) => {
      for (const receiver of receivers) receiver.receive(key, value, timestamp, old);
    },
  };
};
