import { once } from 'node:events';
import { connect } from 'node:net';

/** What a broker says of its cluster. */
export interface ClusterMetadata {
  readonly clusterId: string | null;
  /** Of the members that are up. */
  readonly brokerIds: readonly number[];
}

const METADATA = 3;
const VERSION = 4;
const longestAnswer = 64 * 1024;

/**
 * A Metadata request, version 4, for no topic. Written by hand since this also knocks at what is perhaps no Kafka at all, where a
 * client would retry. https://kafka.apache.org/protocol#The_Messages_Metadata
 */
export function metadataRequest(): Buffer {
  const body = Buffer.alloc(4 + 2 + 2 + 4 + 2 + 4 + 1);
  body.writeInt32BE(body.length - 4, 0);
  body.writeInt16BE(METADATA, 4);
  body.writeInt16BE(VERSION, 6);
  body.writeInt32BE(1, 8); // correlation id
  body.writeInt16BE(-1, 12); // no client id
  body.writeInt32BE(0, 14); // no topics
  body.writeInt8(0, 18); // create none
  return body;
}

/** Reads an answer without its length prefix. @throws RangeError where it is none. */
export function parseMetadata(answer: Buffer): ClusterMetadata {
  let at = 0;
  const int32 = (): number => answer.readInt32BE((at += 4) - 4);
  const text = (): string | null => {
    const length = answer.readInt16BE((at += 2) - 2);
    if (length < 0) return null;
    if (at + length > answer.length) throw new RangeError('the text is longer than the answer');
    return answer.toString('utf8', at, (at += length));
  };
  if (int32() !== 1) throw new RangeError('the answer is to another request');
  int32(); // throttle time
  const brokers = int32();
  const brokerIds: number[] = [];
  for (let broker = 0; broker < brokers; broker += 1) {
    brokerIds.push(int32());
    text(); // host
    int32(); // port
    text(); // rack
  }
  return { brokerIds, clusterId: text() };
}

/**
 * Asks who listens at a port of 127.0.0.1; an answer that isn't Kafka's is an error, and so is none within 3 s.
 */
export async function clusterMetadata(port: number): Promise<ClusterMetadata> {
  const signal = AbortSignal.timeout(3_000);
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect', { signal });
    socket.write(metadataRequest());
    let received = Buffer.alloc(0);
    for (;;) {
      const [chunk]: Buffer[] = await Promise.race([
        once(socket, 'data', { signal }),
        once(socket, 'close', { signal }).then(() => []),
      ]);
      if (chunk === undefined) throw new Error('the connection closed before an answer');
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) continue;
      const length = received.readInt32BE(0);
      if (length < 0 || length > longestAnswer) throw new RangeError('the answer is not of Kafka');
      if (received.length >= length + 4) return parseMetadata(received.subarray(4, length + 4));
    }
  } finally {
    socket.destroy();
  }
}
