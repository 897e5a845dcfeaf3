import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

/** Repeats what it hears, and keeps it. */
const echoServer = async () => {
  let heard = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => {
      heard += bytes.toString();
      socket.write(bytes);
    });
    socket.on('error', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    heard: () => heard,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      await once(server.close(), 'close');
    },
  };
};

const client = async (port: number) => {
  let heard = '';
  let error: unknown;
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('data', (bytes) => (heard += bytes.toString()));
  socket.on('error', (cause) => (error = cause));
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await once(socket, 'connect');
  return { socket, closed, heard: () => heard, error: () => error };
};

describe('a TCP proxy', () => {
  let server: Awaited<ReturnType<typeof echoServer>>;
  let proxy: TcpProxy;

  beforeEach(async () => {
    server = await echoServer();
    proxy = await tcpProxy({ target: server });
  });

  afterEach(async () => {
    await proxy[Symbol.asyncDispose]();
    await server.close();
  });

  it('leads both ways, and ends with its client', async () => {
    const { socket, closed, heard } = await client(proxy.port);
    socket.write('hello');
    await eventually(() => expect(heard()).toBe('hello'));
    expect(proxy.connections).toBe(1);
    socket.end();
    await closed;
    await eventually(() => expect(proxy.connections).toBe(0));
    expect(proxy.cuts).toBe(0);
  });

  it('cuts what is open, and takes the next connection', async () => {
    const { socket, closed, heard, error } = await client(proxy.port);
    socket.write('hello');
    await eventually(() => expect(heard()).toBe('hello'));
    proxy.cut();
    await closed;
    expect(error()).toMatchObject({ code: 'ECONNRESET' });
    expect(proxy.cuts).toBe(1);
    const next = await client(proxy.port);
    next.socket.write('again');
    await eventually(() => expect(next.heard()).toBe('again'));
    next.socket.destroy();
  });

  it.each([
    ['requests', 'hel', 'hel'],
    ['answers', 'hello', 'hel'],
  ] as const)('cuts in the midst of %s', async (direction, asked, answered) => {
    const { socket, closed, heard } = await client(proxy.port);
    const cut = proxy.cutAfter(3, direction);
    socket.write('hello');
    await Promise.all([cut, closed]);
    expect(server.heard()).toBe(asked);
    expect(answered.startsWith(heard())).toBe(true);
    expect(proxy.cuts).toBe(1);
  });

  it('plans one cut at a time, which a cut of all comes before', async () => {
    const cut = proxy.cutAfter(3, 'requests');
    expect(() => proxy.cutAfter(3, 'answers')).toThrow('planned already');
    proxy.cut();
    await cut;
    const { socket, heard } = await client(proxy.port);
    socket.write('hello');
    await eventually(() => expect(heard()).toBe('hello'));
    expect(proxy.cuts).toBe(0);
    socket.destroy();
  });

  it('refuses as a server that is down, and passes again at the same port', async () => {
    await proxy.refuse();
    await expect(client(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.pass();
    const { socket, heard } = await client(proxy.port);
    socket.write('hello');
    await eventually(() => expect(heard()).toBe('hello'));
    socket.destroy();
  });

  it.each([
    ['holds', () => proxy.hold()],
    ['delays', () => proxy.delay(60_000)],
  ])('%s bytes, and delivers all of them in order when it passes again', async (_, holdBack) => {
    const [early, direct] = await Promise.all([client(proxy.port), client(server.port)]);
    holdBack();
    early.socket.write('one ');
    const late = await client(proxy.port);
    late.socket.end('late');
    await eventually(() => expect(proxy.connections).toBe(2));
    early.socket.write('two');
    direct.socket.write('direct');
    await eventually(() => expect(direct.heard()).toBe('direct'));
    expect(server.heard()).toBe('direct');
    await proxy.pass();
    await eventually(() => {
      expect(early.heard()).toBe('one two');
      expect(late.heard()).toBe('late');
    });
    expect(early.error()).toBeUndefined();
    early.socket.destroy();
    direct.socket.destroy();
  });

  it('delivers late of its own accord, also for a client that has ended', async () => {
    const { socket, closed, heard } = await client(proxy.port);
    proxy.delay(20);
    socket.end('hello');
    await closed;
    expect(heard()).toBe('hello');
  });
});
