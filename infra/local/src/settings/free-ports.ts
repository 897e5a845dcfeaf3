import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { errorCode } from '../error-code.ts';

/**
 * Below the ports that systems give to outgoing connections (32768 and up on Linux, 49152 on macOS): one of those may be taken by
 * anybody's client while a service that was killed is down.
 */
const range = { from: 20_000, to: 25_000 } as const;

/**
 * Returns ports of 127.0.0.1 that nobody listens on, all different.
 * Somebody else may take one before it is used: a start that meets that says PORT_TAKEN.
 */
export async function freePorts(count: number): Promise<number[]> {
  // All are held until all are found.
  const held: Server[] = [];
  const ports: number[] = [];
  try {
    while (ports.length < count) {
      const port = randomInt(range.from, range.to);
      const server = await listen(port);
      if (server === undefined) continue;
      held.push(server);
      ports.push(port);
    }
    return ports;
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
}
