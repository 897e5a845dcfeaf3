import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { type Direction, type TcpLink, tcpLink } from './tcp-link.ts';

/** A way to a server that can be broken; whole until told otherwise. Disposed of, it cuts and refuses. */
export interface TcpProxy extends AsyncDisposable {
  /** Of 127.0.0.1; the same for its whole life. */
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: number;
  /** Connections that were cut so far. */
  readonly cuts: number;
  /** Resets every connection, whatever is under way on it; a `cutAfter` that waits is over. */
  cut(): void;
  /**
   * Lets so many more bytes pass in one direction, over all connections together, and resets the one that carries the next byte: in the
   * midst of a request or an answer. Resolves when that is done, after which all passes again.
   * @param bytes at least 0
   */
  cutAfter(bytes: number, direction: Direction): Promise<void>;
  /** Resets every connection and refuses new ones, as a server that is down. */
  refuse(): Promise<void>;
  /** Delivers bytes so many ms after they arrived, in order. */
  delay(milliseconds: number): void;
  /** Takes connections and bytes and delivers nothing, as a network that lost its way; nothing is told to either side. */
  hold(): void;
  /** Ends `refuse`, `delay` and `hold`; what waits is delivered. */
  pass(): Promise<void>;
}

export interface TcpProxyOptions {
  /** Of 127.0.0.1. */
  readonly target: { readonly port: number };
  /** To listen at; default: a free one. */
  readonly port?: number;
}

interface PlannedCut {
  left: number;
  readonly direction: Direction;
  readonly done: () => void;
}

/** Listens at a port of 127.0.0.1 and leads every connection to the target. */
export async function tcpProxy({ target, port = 0 }: TcpProxyOptions): Promise<TcpProxy> {
  const links = new Set<TcpLink>();
  let isHeld = false;
  let delayMs = 0;
  let cuts = 0;
  let planned: PlannedCut | undefined;

  const allow = (direction: Direction, bytes: number): number => {
    if (planned?.direction !== direction) return bytes;
    if (planned.left >= bytes) {
      planned.left -= bytes;
      return bytes;
    }
    const { left, done } = planned;
    planned = undefined;
    done();
    return left;
  };

  // Each side is ended when the other one has, and not before its bytes have arrived.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ host: '127.0.0.1', port: target.port, allowHalfOpen: true });
    const rules = { isHeld: () => isHeld, delayMs: () => delayMs, allow };
    const link = tcpLink(client, upstream, rules, () => (cuts += 1));
    links.add(link);
    void link.closed.then(() => links.delete(link));
  });

  const listen = async (at: number): Promise<number> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    return address.port;
  };
  const own = await listen(port);

  const cut = (): void => {
    planned?.done();
    planned = undefined;
    links.forEach((link) => link.cut());
  };
  const refuse = async (): Promise<void> => {
    const closed = server.listening ? once(server.close(), 'close') : undefined;
    cut();
    await closed;
  };

  return {
    port: own,
    get connections() {
      return links.size;
    },
    get cuts() {
      return cuts;
    },
    cut,
    cutAfter: (bytes, direction) => {
      if (planned) throw new Error('a cut is planned already');
      return new Promise((done) => (planned = { left: bytes, direction, done }));
    },
    refuse,
    delay: (milliseconds) => {
      delayMs = milliseconds;
    },
    hold: () => {
      isHeld = true;
    },
    pass: async () => {
      isHeld = false;
      delayMs = 0;
      links.forEach((link) => link.flush());
      if (!server.listening) await listen(own);
    },
    [Symbol.asyncDispose]: refuse,
  };
}
