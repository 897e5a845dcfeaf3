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
  const { topic, partition, key, value, timestamp, headers = [] } = output;
  const demands: readonly (readonly [met: boolean, demand: string])[] = [
    [typeof topic === 'string' && topic.length > 0, 'topic is a name'],
    [isBytes(key), 'key is a Buffer, a string or null'],
    [isBytes(value), 'value is a Buffer, a string or null'],
    [partition === undefined || isCount(partition), 'partition is a number from 0'],
    [timestamp === undefined || isCount(timestamp), 'timestamp is in whole milliseconds since the epoch'],
    [
      headers.every(([name, each]) => typeof name === 'string' && (each === undefined || isBytes(each))),
      'a header is a name with a Buffer, a string or null',
    ],
  ];
  for (const [met, demand] of demands) if (!met) throw new InvalidOutputError(topic, demand);
};
