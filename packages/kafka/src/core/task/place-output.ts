import { OutputTooLargeError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import { partitionFor } from '../partitioner.ts';
import { byteSize } from '../record-mapping.ts';
import type { OutputRecord } from '../record.ts';
import { assertSendable } from './assert-sendable.ts';
import type { PlacedOutput } from './prefix.ts';

interface Placing {
  readonly inputPartition: number;
  readonly maxOutputBytes: number;
}

/**
 * Settles an output's partition before it is sent: kafkajs would choose anew on each retry of a keyless record, which
 * loses and doubles records. What no broker takes is refused here, where it is still the fault of its handler.
 *
 * @throws InvalidOutputError, OutputTooLargeError, UnknownPartitionError
 */
export const placeOutput = async (
  output: OutputRecord,
  context: Placing & { readonly reader: Pick<LogReader, 'partitionCount' | 'assertPartition'> },
): Promise<PlacedOutput> => {
  assertAcceptable(output, context);
  const { topic, partition } = output;
  if (partition === undefined) return placed(output, await context.reader.partitionCount(topic), context);
  await context.reader.assertPartition(topic, partition);
  return { ...output, partition };
};

/**
 * The same at once, which for most outputs takes less than waiting for it would; undefined where the topic, or that it has
 * the partition, isn't known.
 *
 * @param context.known the topic's partition count
 * @throws InvalidOutputError, OutputTooLargeError
 */
export const placeKnown = (
  output: OutputRecord,
  context: Placing & { readonly known: (topic: string) => number | undefined },
): PlacedOutput | undefined => {
  assertAcceptable(output, context);
  const { topic, partition } = output;
  const count = context.known(topic);
  if (count === undefined) return undefined;
  if (partition === undefined) return placed(output, count, context);
  return partition < count ? { ...output, partition } : undefined;
};

const assertAcceptable = (output: OutputRecord, { maxOutputBytes }: Placing): void => {
  assertSendable(output);
  const bytes = byteSize(output);
  if (bytes > maxOutputBytes) throw new OutputTooLargeError(output.topic, bytes, maxOutputBytes);
};

const placed = (output: OutputRecord, count: number, { inputPartition }: Placing): PlacedOutput => {
  const partition = output.key === null ? inputPartition % count : partitionFor(output.key, count);
  return { ...output, partition };
};
