import type { Socket } from 'node:net';

/** Whose bytes: the client's, which are requests, or the server's. */
export type Direction = 'requests' | 'answers';

/** What the proxy wants done with bytes now. */
export interface LinkRules {
  /** Nothing is delivered, and nothing is lost. */
  readonly isHeld: () => boolean;
  /** Milliseconds that bytes arrive late. */
  readonly delayMs: () => number;
  /**
   * How many of so many bytes may still be delivered in this direction, fewer when the connection is to be cut behind them. Asked once
   * for each piece, in the order of delivery.
   */
  readonly allow: (direction: Direction, bytes: number) => number;
}

/** One client's connection through the proxy. */
export interface TcpLink {
  /** Resets both sides: what is under way is lost. */
  cut(): void;
  /** Delivers what the rules don't hold back any more. */
  flush(): void;
  /** Resolves when both sides are closed. */
  readonly closed: Promise<void>;
}

interface Piece {
  readonly bytes: Buffer | 'end';
  readonly arrivedAt: number;
}

/** Joins two sockets. What waits is kept in memory, without back-pressure: a test's traffic is small. */
export const tcpLink = (client: Socket, server: Socket, rules: LinkRules, onCut: () => void): TcpLink => {
  let isCut = false;
  const cut = (): void => {
    if (isCut) return;
    isCut = true;
    client.resetAndDestroy();
    server.resetAndDestroy();
    onCut();
  };
  const flushes = [
    relay(client, server, 'requests', rules, cut),
    relay(server, client, 'answers', rules, cut),
  ];
  return {
    cut,
    flush: () => flushes.forEach((flush) => flush()),
    closed: Promise.all([client, server].map(closed)).then(() => undefined),
  };
};

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

const relay = (
  from: Socket,
  to: Socket,
  direction: Direction,
  rules: LinkRules,
  cut: () => void,
): (() => void) => {
  const waiting: Piece[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;

  const mayDeliver = (): boolean => !rules.isHeld() && !isOver;

  const deliver = (bytes: Buffer): void => {
    const allowed = rules.allow(direction, bytes.length);
    if (allowed === bytes.length) {
      to.write(bytes);
      return;
    }
    isOver = true;
    // What may still pass leaves before the reset, which would overtake it.
    to.write(bytes.subarray(0, allowed), cut);
  };

  const flush = (): void => {
    clearTimeout(timer);
    for (let [next] = waiting; next && mayDeliver(); [next] = waiting) {
      const earlyMs = next.arrivedAt + rules.delayMs() - performance.now();
      if (earlyMs > 0) {
        timer = setTimeout(flush, earlyMs);
        return;
      }
      waiting.shift();
      if (next.bytes === 'end') to.end();
      else deliver(next.bytes);
    }
  };

  const add = (bytes: Piece['bytes']): void => {
    waiting.push({ bytes, arrivedAt: performance.now() });
    flush();
  };

  from.on('data', add);
  from.on('end', () => add('end'));
  // A side that breaks takes the other with it; nobody else is to be told.
  from.on('error', () => to.destroy());
  to.on('close', () => {
    isOver = true;
    clearTimeout(timer);
  });
  return flush;
};
