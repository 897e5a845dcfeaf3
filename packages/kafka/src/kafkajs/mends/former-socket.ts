import type { InternalConnection, Internals } from '../internals.ts';

/** The length that precedes every answer. */
const lengthBytes = 4;

/**
 * A connection that opens a socket anew hears that one alone, from its first byte. In the stock package what the former socket
 * delivered of an answer stays before the bytes of the new one, so that no answer is found any more or the decoder's RangeError
 * ends the process (tulios/kafkajs#715); and the former socket, should it still end or fail, closes the new connection.
 */
export const mendFormerSocket = ({ Connection }: Internals): void => {
  const { connect } = Connection.prototype;
  Connection.prototype.connect = function connectAfresh() {
    if (!this.isConnected()) forgetSocket(this);
    return connect.call(this);
  };
};

const forgetSocket = (connection: InternalConnection): void => {
  Object.assign(connection, { chunks: [], bytesBuffered: 0, bytesNeeded: lengthBytes });
  const { socket } = connection;
  if (!socket) return;
  for (const event of ['data', 'end', 'error', 'timeout', 'connect']) socket.removeAllListeners(event);
  // Nobody waits for it, and an error that nobody hears would end the process.
  socket.on('error', () => undefined);
  socket.destroy();
};
