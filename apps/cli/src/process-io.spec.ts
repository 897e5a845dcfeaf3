import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { processOutput } from './process-io.ts';

/** A stream whose reader takes a piece whenever it is told to. */
const slowReader = () => {
  const taken: string[] = [];
  let take = (): void => undefined;
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _encoding, done) => {
      taken.push(chunk.toString());
      take = done;
    },
  });
  return { stream, taken, take: () => take() };
};

describe('the output of the process', () => {
  it('holds the writer back until the reader has taken what was written', async () => {
    const { stream, taken, take } = slowReader();
    const output = processOutput(stream, () => undefined);
    let written = false;
    const writing = output.write('a').then(() => (written = true));
    await Promise.resolve();
    expect([taken, written]).toEqual([['a'], false]);
    take();
    await writing;
  });

  it('ends the work when the reader is gone, and waits for it no longer', async () => {
    const { stream } = slowReader();
    let gone = 0;
    const output = processOutput(stream, () => (gone += 1));
    const writing = output.write('a');
    stream.destroy(Object.assign(new Error('closed'), { code: 'EPIPE' }));
    await writing;
    await output.write('b');
    expect(gone).toBe(1);
  });

  it('is a terminal where a person watches', () => {
    const { stream } = slowReader();
    expect(processOutput(stream, () => undefined).isTerminal).toBe(false);
    expect(processOutput(Object.assign(stream, { isTTY: true }), () => undefined).isTerminal).toBe(true);
  });
});
