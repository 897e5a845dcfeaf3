import type { Output } from '../io.ts';

/** Shows on a terminal how far a command is; elsewhere it shows nothing, so that no log fills with it. */
export interface Progress extends AsyncDisposable {
  /** Draws anew where the drawing changes. */
  reached(done: number): Promise<void>;
}

const barWidth = 24;
const eraseLine = '\r\u001b[K';

/** A bar on one line of `output`, gone when it is disposed of. */
export const progress = (output: Output, label: string, total: number): Progress => {
  let drawn = '';
  const draw = async (text: string): Promise<void> => {
    if (!output.isTerminal || text === drawn) return;
    drawn = text;
    await output.write(`${eraseLine}${text}`);
  };
  return {
    reached: (done) => draw(barText(label, done, total)),
    [Symbol.asyncDispose]: () => draw(''),
  };
};

/** The bar as text; a total of 0 is full. */
export const barText = (label: string, done: number, total: number): string => {
  const share = total <= 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * barWidth);
  const bar = '#'.repeat(full).padEnd(barWidth, '.');
  return `${label} [${bar}] ${Math.floor(share * 100)} %`;
};
