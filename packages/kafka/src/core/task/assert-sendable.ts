import { InvalidOutputError } from '../errors.ts';
import type { OutputRecord } from '../record.ts';

const isBytes = (value: unknown): boolean =>
  value === null || typeof value === 'string' || Buffer.isBuffer(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * Refuses what no broker would ever take, while it is still the fault of one handler: later it would hold back a whole
 * transaction. How far ahead of its clock a broker takes a timestamp is the topic's setting, so that is left to it.
 *
 * @throws InvalidOutputError
 */
export const assertSendable = (output: OutputRecord): void => {
  const demand = unmetDemand(output);
  if (demand !== undefined) throw new InvalidOutputError(output.topic, demand);
};

const unmetDemand = ({
  topic,
  partition,
  key,
  value,
  timestamp,
  headers,
}: OutputRecord): string | undefined => {
  if (typeof topic !== 'string' || topic.length === 0) return 'topic is a name';
  if (!isBytes(key)) return 'key is a Buffer, a string or null';
  if (!isBytes(value)) return 'value is a Buffer, a string or null';
  if (partition !== undefined && !isCount(partition)) return 'partition is a number from 0';
  if (timestamp !== undefined && !isCount(timestamp)) {
    return 'timestamp is in whole milliseconds since the epoch';
  }
  const isHeader = ([name, each]: readonly [unknown, unknown]): boolean =>
    typeof name === 'string' && (each === undefined || isBytes(each));
  return headers && !headers.every(isHeader)
    ? 'a header is a name with a Buffer, a string or null'
    : undefined;
};
