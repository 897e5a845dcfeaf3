import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Output } from './io.ts';

/** A stream of this process as an output; `gone` is called when its reader has left, as `head` does. */
export const processOutput = (stream: Writable & { readonly isTTY?: boolean }, gone: () => void): Output => {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    open = false;
    gone();
  });
  return {
    isTerminal: stream.isTTY === true,
    write: async (text) => {
      if (!open || text === '' || stream.write(text)) return;
      // Either ends the wait: the reader took it, or is gone.
      await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    },
  };
};
