import type { LogReader } from '../log-reader.ts';
import type { AcknowledgedOutput } from './transactional-producer.ts';

/** Whether a read_committed reader sees this very output at its offset: not one that was aborted, nor another in its place. */
export const isVisible = async (
  reader: LogReader,
  { output, offset }: AcknowledgedOutput,
): Promise<boolean> => {
  for await (const record of reader.readPartition(output.topic, output.partition, { from: offset })) {
    return record.offset === offset && isSame(record.key, output.key) && isSame(record.value, output.value);
  }
  return false;
};

const isSame = (found: Buffer | null, sent: Buffer | string | null): boolean =>
  found === null || sent === null ? found === sent : found.equals(Buffer.from(sent));
