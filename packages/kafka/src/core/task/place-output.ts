import { OutputTooLargeError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import { partitionFor } from '../partitioner.ts';
import { byteSize } from '../record-mapping.ts';
import type { OutputRecord } from '../record.ts';
import { assertSendable } from './assert-sendable.ts';
import type { PlacedOutput } from './prefix.ts';

/**
 * Settles an output's partition before it is sent: kafkajs would choose anew on each retry of a keyless record, which
 * loses and doubles records. What no broker takes is refused here, where it is still the fault of its handler.
 *
 * @throws InvalidOutputError, OutputTooLargeError, UnknownPartitionError
 */
export const placeOutput = async (
  output: OutputRecord,
  context: {
    readonly reader: Pick<LogReader, 'partitionCount' | 'assertPartition'>;
    readonly inputPartition: number;
    readonly maxOutputBytes: number;
  },
): Promise<PlacedOutput> => {
  assertSendable(output);
  const bytes = byteSize(output);
  if (bytes > context.maxOutputBytes) {
    throw new OutputTooLargeError(output.topic, bytes, context.maxOutputBytes);
  }
  if (output.partition !== undefined) {
    await context.reader.assertPartition(output.topic, output.partition);
    return { ...output, partition: output.partition };
  }
  const count = await context.reader.partitionCount(output.topic);
  const partition = output.key === null ? context.inputPartition % count : partitionFor(output.key, count);
  return { ...output, partition };
};
