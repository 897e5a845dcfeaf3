import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { isTaken } from '../process/port.ts';
import { freePorts } from './free-ports.ts';

describe('free ports', () => {
  it('are all different, and free to listen on', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    const [port = 0] = ports;
    expect(await isTaken(port)).toBe(false);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    expect(await isTaken(port)).toBe(true);
    await once(server.close(), 'close');
  });
});
