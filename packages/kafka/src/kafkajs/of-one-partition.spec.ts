import { describe, expect, it, jest } from '@jest/globals';
import type { Message } from 'kafkajs';
import { requireKafkajs } from './internals.ts';
import { ofOnePartition } from './of-one-partition.ts';

const group = requireKafkajs('kafkajs/src/producer/groupMessagesPerPartition') as (sent: {
  readonly topic: string;
  readonly partitionMetadata: readonly object[];
  readonly messages: readonly Message[];
  readonly partitioner: (sent: { readonly message: Message }) => number | undefined;
}) => Record<string, readonly Message[]>;

describe('messages of one partition', () => {
  it('are grouped as kafkajs groups them, without a look at each', () => {
    const messages = Array.from({ length: 3 }, (_, index) => ({ partition: 7, value: String(index) }));
    const partitioner = jest.fn(({ message }: { readonly message: Message }) => message.partition);
    const grouped = (of: readonly Message[]) =>
      group({ topic: 't', partitionMetadata: [{}], messages: of, partitioner });
    const stock = grouped(messages);
    expect(partitioner).toHaveBeenCalledTimes(3);
    const ours = ofOnePartition([...messages], 7);
    expect(grouped(ours)).toEqual(stock);
    expect(grouped(ours)['7']).toBe(ours);
    expect(partitioner).toHaveBeenCalledTimes(3);
  });
});
