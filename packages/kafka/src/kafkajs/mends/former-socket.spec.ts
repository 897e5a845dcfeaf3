import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { loadInternals, requireKafkajs } from '../internals.ts';
import { mendFormerSocket } from './former-socket.ts';

// The faults are shown on the stock package first: this file loads it without the mends, in a registry of its own.
const internals = loadInternals(requireKafkajs);
const quiet = new Kafka({ brokers: ['localhost:1'], logLevel: logLevel.NOTHING }).logger();
const ignore = (): void => undefined;

/** A broker as far as its sockets go; what comes in is read and forgotten. */
let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', ignore).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  await once(server.close(), 'close');
});

const answer = (correlationId: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(correlationId, 4);
  return bytes;
};

type Outcome = 'answered' | 'rejected' | 'neither';

/** A connection that opens a socket, then another, as kafkajs does when the first one broke. */
const reconnecting = async () => {
  const connection = new internals.Connection({
    host: '127.0.0.1',
    port,
    logger: quiet,
    socketFactory: internals.socketFactory(),
    connectionTimeout: 1_000,
    requestTimeout: 200,
  });
  const open = async (): Promise<Socket> => {
    const accepted = once(server, 'connection');
    await connection.connect();
    const [socket]: Socket[] = await accepted;
    if (socket === undefined) throw new Error('no connection');
    return socket;
  };
  /** Resolves with what becomes of a request; the clock of the stock package ends it after 200 ms. */
  const request = (correlationId: number): Promise<Outcome> =>
    new Promise((resolve) =>
      connection.requestQueue.push({
        entry: {
          correlationId,
          resolve: () => resolve('answered'),
          reject: ({ name }: Error) => resolve(name.includes('Timeout') ? 'neither' : 'rejected'),
        },
        expectResponse: true,
        sendRequest: ignore,
      }),
    );
  return { connection, open, request };
};

/** The first socket breaks in the midst of an answer; the second one brings a whole one. */
const answerAfterABreak = async (): Promise<Outcome> => {
  const { connection, open, request } = await reconnecting();
  const first = await open();
  const broken = request(1);
  first.write(answer(1).subarray(0, 6), () => first.resetAndDestroy());
  await broken;
  await connection.disconnect();
  const second = await open();
  const next = request(2);
  second.write(answer(2));
  const outcome = await next;
  await connection.disconnect();
  second.destroy();
  return outcome;
};

/** The client closes its first socket and opens a second one; then the broker ends the first. */
const endOfTheFormer = async (): Promise<Outcome> => {
  const { connection, open, request } = await reconnecting();
  const first = await open();
  const formerClosed = new Promise((resolve) => connection.socket?.on('close', resolve));
  await connection.disconnect();
  const second = await open();
  const next = request(2);
  first.end();
  await formerClosed;
  second.write(answer(2));
  const outcome = await next;
  await connection.disconnect();
  second.destroy();
  return outcome;
};

describe('a connection that opens a socket anew', () => {
  it('misses an answer and hears the end of the former one in the stock package; mended, it hears the new one alone', async () => {
    expect(await answerAfterABreak()).toBe('neither');
    expect(await endOfTheFormer()).toBe('rejected');
    mendFormerSocket(internals);
    expect(await answerAfterABreak()).toBe('answered');
    expect(await endOfTheFormer()).toBe('answered');
  });
});
