import type { InternalConnection, Internals } from '../internals.ts';

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
    const opened = connect.call(this).finally(() => connecting.delete(this));
    connecting.set(this, opened);
    return opened;
  };
};
