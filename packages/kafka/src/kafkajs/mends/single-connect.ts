import type { InternalConnection, Internals } from '../internals.ts';

/** kafkajs bounds the wait for a socket by its own timeout; a connect beyond that has lost its socket without a word. */
const graceMs = 1_000;

/**
 * Requests that find a connection closed open it once, together. In the stock package each of them opens a socket, all but
 * the last of which are forgotten and stay open for ever, which also keeps the process from ending.
 */
export const mendSingleConnect = ({ Connection }: Internals): void => {
  const { connect } = Connection.prototype;
  const connecting = new WeakMap<InternalConnection, Promise<boolean>>();
  Connection.prototype.connect = function connectOnce() {
    const known = connecting.get(this);
    if (known) return known;
    const opened = withinTime(connect.call(this), this.connectionTimeout + graceMs).finally(() =>
      connecting.delete(this),
    );
    connecting.set(this, opened);
    return opened;
  };
};

const withinTime = async <T>(work: Promise<T>, timeoutMs: number): Promise<T> => {
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => expired.reject(Object.assign(new Error('Connection timeout'), { code: 'ETIMEDOUT' })),
    timeoutMs,
  );
  try {
    return await Promise.race([work, expired.promise]);
  } finally {
    clearTimeout(timer);
  }
};
