import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { clusterMetadata, metadataRequest, parseMetadata } from './kafka-metadata.ts';

const answer = (clusterId: string): Buffer => {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const int32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
  };
  const rack = Buffer.from([0xff, 0xff]);
  const broker = [int32(1), text('127.0.0.1'), int32(9092), rack];
  return Buffer.concat([int32(1), int32(0), int32(1), ...broker, text(clusterId), int32(1), int32(0)]);
};

describe('the metadata of a cluster', () => {
  it('is asked for with a request of the length it says', () => {
    expect(metadataRequest().readInt32BE(0)).toBe(metadataRequest().length - 4);
  });

  it('is read from an answer', () => {
    expect(parseMetadata(answer('Zq1x'))).toEqual({ brokerIds: [1], clusterId: 'Zq1x' });
  });

  it.each([
    ['cut short', answer('Zq1x').subarray(0, 20)],
    ['of another request', Buffer.from('HTTP/1.1 400 Bad Request\r\n')],
  ])('is refused from an answer %s', (_, bytes) => {
    expect(() => parseMetadata(bytes)).toThrow(RangeError);
  });

  it('is refused from a server that speaks HTTP', async () => {
    const server = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(clusterMetadata(port)).rejects.toThrow('the answer is not of Kafka');
    server.close();
    await once(server, 'close');
  });
});
