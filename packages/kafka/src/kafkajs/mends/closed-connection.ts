import type { Internals } from '../internals.ts';

/**
 * A request that is sent while its connection is being closed fails when that is done. The stock package counts a closing
 * connection as connected, takes the request, writes it to a socket that is gone, and has stopped the clock that would
 * time it out: it never ends, and whoever waits for it neither.
 */
export const mendClosedConnection = ({ Connection }: Internals): void => {
  const { disconnect } = Connection.prototype;
  Connection.prototype.disconnect = async function disconnectAndReject() {
    const done = await disconnect.call(this);
    this.rejectRequests(
      Object.assign(new Error('Closed connection'), { code: 'ECONNRESET', retriable: true }),
    );
    return done;
  };
};
