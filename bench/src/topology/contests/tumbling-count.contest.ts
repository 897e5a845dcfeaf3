import {
  nullable,
  numberSerde,
  StreamsBuilder,
  stringSerde,
  timeWindowedSerde,
  topic,
  tumbling,
} from '@orderflow/streams';
import { driven, type Contest, type Contestant } from '../contest.ts';
import { bytesOf, numberOf, textOf } from '../encoding.ts';
import { rawTopic, type RawOutput } from '../raw-topic.ts';

const keys = 5_000;
const sizeMs = 60_000;
const graceMs = 10_000;

const payments = topic({ name: 'payments', key: stringSerde, value: numberSerde });
const counts = topic({
  name: 'payments-a-minute',
  key: timeWindowedSerde(stringSerde, sizeMs),
  value: nullable(numberSerde),
});

/** Records of 5,000 keys counted by the minute, each new count written under a windowed key; one in fifty is out of order, some too late. */
export const tumblingCountContest: Contest = {
  name: 'tumbling-count',
  inputs: () => {
    const into = rawTopic(payments);
    return Array.from({ length: 100_000 }, (_, index) => ({
      topic: into,
      key: bytesOf(`customer-${(index * 7_919) % keys}`),
      value: bytesOf(String(index % 20_000)),
      timestamp: Math.max(0, index * 5 - (index % 50 === 0 ? (index % 90) * 1_000 : 0)),
    }));
  },
  ours: () => {
    const builder = new StreamsBuilder();
    builder
      .stream(payments)
      .groupByKey()
      .windowedBy(tumbling({ sizeMs, graceMs }))
      .count('payments-a-minute-counts')
      .toStream()
      .to(counts);
    return driven(builder.build(), counts);
  },
  peer: countingLoop,
};

interface Counted {
  count: number;
  newest: number;
}

function countingLoop(): Contestant {
  const windows = new Map<number, Map<string, Counted>>();
  let newest = -1;
  return (batch) => {
    const outputs: RawOutput[] = [];
    for (const { key, value, timestamp } of batch) {
      const customer = textOf(key);
      numberOf(value);
      if (timestamp > newest) newest = timestamp;
      const start = timestamp - (timestamp % sizeMs);
      if (start + sizeMs <= newest - graceMs) continue;
      let window = windows.get(start);
      if (window === undefined) {
        windows.set(start, (window = new Map()));
        for (const each of windows.keys()) if (each + sizeMs <= newest - graceMs) windows.delete(each);
      }
      let counted = window.get(customer);
      if (counted === undefined) window.set(customer, (counted = { count: 0, newest: timestamp }));
      counted.count += 1;
      if (timestamp > counted.newest) counted.newest = timestamp;
      outputs.push({
        key: windowedKey(customer, start),
        value: bytesOf(String(counted.count)),
        timestamp: counted.newest,
      });
    }
    return outputs;
  };
}

function windowedKey(key: string, start: number): Buffer {
  const length = Buffer.byteLength(key);
  const bytes = Buffer.allocUnsafe(length + 8);
  bytes.write(key);
  bytes.writeBigInt64BE(BigInt(start), length);
  return bytes;
}
