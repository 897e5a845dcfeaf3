import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runJava } from '@orderflow/test-harness';
import { kafkaProducer } from '../src/core/index.ts';
import type { Compression, KafkaRecord } from '../src/core/index.ts';
import { internals } from '../src/kafkajs/index.ts';
import { brokers, eventually, forward, scenario } from './fixture.ts';

const { Codecs } = internals.compression;
const registered = { ...Codecs };
afterEach(() => void Object.assign(Codecs, registered));

const program = join(import.meta.dirname, 'java', 'Codecs.java');
const java = (action: 'read' | 'write', ...args: readonly string[]) =>
  runJava(program, [action, brokers().join(','), ...args]);

// Partition n is written with codec n.
const codecs: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** Counts by codec how many batches were decompressed from now on. */
const countDecompressed = (): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const [type, codec] of Object.entries(registered)) {
    const { compress, decompress } = codec();
    Codecs[Number(type)] = () => ({
      compress,
      decompress: (bytes) => {
        counts.set(Number(type), (counts.get(Number(type)) ?? 0) + 1);
        return decompress(bytes);
      },
    });
  }
  return counts;
};

/** Like the Java program: a line a partition, with the count and the digest of its values in order. */
const told = (records: readonly KafkaRecord[]): string[] =>
  [...Map.groupBy(records, ({ partition }) => partition)]
    .toSorted(([a], [b]) => a - b)
    .map(([partition, each]) => {
      const digest = createHash('sha256');
      for (const { value } of each) digest.update(value ?? '');
      return `${partition} ${each.length} ${digest.digest('hex')}`;
    });

describe('batches of every codec', () => {
  it('are read as the Java client writes them, and read by the Java client as we write them', async () => {
    await using topics = await scenario({ partitions: codecs.length });
    const { input, output } = topics;
    const written = await java('write', input, ...codecs);
    const decompressed = countDecompressed();
    const fromJava = await topics.read(input);
    expect(written).toHaveLength(codecs.length);
    expect(told(fromJava)).toEqual(written);
    expect(new Set(decompressed.keys())).toEqual(new Set([1, 2, 3, 4]));

    for (const [partition, compression] of codecs.entries()) {
      await using producer = kafkaProducer({ brokers: brokers(), clientId: 'codecs', compression });
      const own = fromJava.filter((record) => record.partition === partition);
      await producer.send(own.map(({ key, value }) => ({ topic: input, partition, key, value })));
    }
    decompressed.clear();
    const all = await topics.read(input);
    expect(all).toHaveLength(2 * fromJava.length);
    expect(decompressed).toEqual(new Map([1, 2, 3, 4].map((type) => [type, 2])));

    await topics.consume(forward(topics), { compression: 'lz4' });
    await eventually(async () => expect(await topics.outputs()).toHaveLength(all.length));
    // Java's lines of both topics: the task's outputs keep the partition, and the order of records without a key.
    expect(await java('read', input, output)).toEqual([...told(all), ...told(await topics.read(output))]);
    decompressed.clear();
    await topics.read(output);
    expect([...decompressed.keys()]).toEqual([3]);
  });
});
