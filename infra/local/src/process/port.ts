import { once } from 'node:events';
import { connect } from 'node:net';
import { errorCode } from '../error-code.ts';

/** Whether somebody listens at the port of 127.0.0.1. */
export async function isTaken(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(2_000) });
    return true;
  } catch (error) {
    // Whoever neither accepts nor refuses in time holds the port all the same.
    return errorCode(error) === 'ABORT_ERR';
  } finally {
    socket.destroy();
  }
}
