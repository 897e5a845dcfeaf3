import type {
  AbortedTransaction,
  FetchedPartition,
  FetchResponse,
  Internals,
  RawRecord,
} from '../internals.ts';

const ABORT_MARKER = 0;

/** A control record's key is version int16, type int16 (KIP-98); any version may follow with the same layout. */
const isAbortMarker = ({ isControlRecord, key }: RawRecord): boolean =>
  isControlRecord && key !== null && key.length >= 4 && key.readInt16BE(2) === ABORT_MARKER;

/**
 * Marks every record of an aborted transaction as a control record and leaves all others as they are.
 *
 * kafkajs takes the broker's list as sorted by first offset (it is ordered by last offset), opens at most one transaction
 * a record, and reads a data record with the key 00000000 as an abort marker; each of the three hands out aborted
 * records. This follows the Java client (CompletedFetch): all transactions that begin at or before a record are open, and
 * only a control record closes one. Marking instead of dropping lets positions move over an aborted tail.
 */
export const markAbortedRecords = (
  records: readonly RawRecord[],
  aborted: readonly AbortedTransaction[],
): readonly RawRecord[] => {
  const upcoming = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0));
  const open = new Set<string>();
  let next = 0;
  return records.map((record) => {
    const offset = BigInt(record.offset);
    for (let begun = upcoming[next]; begun && begun.firstOffset <= offset; begun = upcoming[++next]) {
      open.add(begun.producerId);
    }
    const { producerId, inTransaction } = record.batchContext;
    if (isAbortMarker(record)) open.delete(producerId);
    const isAborted = !record.isControlRecord && inTransaction && open.has(producerId);
    return isAborted ? { ...record, isControlRecord: true } : record;
  });
};

const markPartition = (fetched: FetchedPartition): FetchedPartition =>
  fetched.abortedTransactions && fetched.abortedTransactions.length > 0
    ? {
        ...fetched,
        messages: markAbortedRecords(fetched.messages, fetched.abortedTransactions),
        abortedTransactions: [],
      }
    : fetched;

/** Every fetch of this process marks aborted records itself; the stock filter behind it finds nothing left to do. */
export const mendAbortedRecords = ({ requests }: Internals): void => {
  const stock = requests.Fetch.protocol;
  requests.Fetch.protocol = (options) => {
    const request = stock(options);
    return (input) => {
      const call = request(input);
      const parse = async (data: FetchResponse): Promise<FetchResponse> => {
        const fetched = await call.response.parse(data);
        const responses = fetched.responses.map(({ topicName, partitions }) => ({
          topicName,
          partitions: partitions.map(markPartition),
        }));
        return { ...fetched, responses };
      };
      return { ...call, response: { ...call.response, parse } };
    };
  };
};
