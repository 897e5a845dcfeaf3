import { OutcomeUnknownError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import type { AcknowledgedOutput } from './transactional-producer.ts';

/**
 * Whether a read_committed reader sees this very output at its offset: not one that was aborted, nor another in its place.
 *
 * @throws OutcomeUnknownError as long as no reader gets there, behind a marker that is missing yet or another's open
 * transaction: an output that can't be seen yet may be committed all the same
 */
export const isVisible = async (
  reader: Pick<LogReader, 'bounds' | 'readPartition'>,
  { output, offset }: AcknowledgedOutput,
): Promise<boolean> => {
  const { topic, partition } = output;
  const { lastStable } = await reader.bounds(topic, partition);
  if (lastStable <= offset) throw new OutcomeUnknownError(topic, partition, offset);
  for await (const record of reader.readPartition(topic, partition, { from: offset })) {
    return record.offset === offset && isSame(record.key, output.key) && isSame(record.value, output.value);
  }
  return false;
};

const isSame = (found: Buffer | null, sent: Buffer | string | null): boolean =>
  found === null || sent === null ? found === sent : found.equals(Buffer.from(sent));
