import type { Writable } from 'node:stream';
import type { Output } from './io.ts';

/** A stream of this process as an output; `gone` is called when its reader has left, as `head` does. */
export const processOutput = (stream: Writable & { readonly isTTY?: boolean }, gone: () => void): Output => {
  let open = true;
  let goesOn = Promise.withResolvers<void>();
  const goOn = (): void => {
    goesOn.resolve();
    goesOn = Promise.withResolvers();
  };
  stream.on('drain', goOn);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    open = false;
    gone();
    goOn();
  });
  return {
    isTerminal: stream.isTTY === true,
    write: async (text) => {
      if (open && text !== '' && !stream.write(text)) await goesOn.promise;
    },
  };
};
