import { describe, expect, it } from '@jest/globals';
import { barText, progress } from './progress.ts';

const written = async (isTerminal: boolean): Promise<readonly string[]> => {
  const parts: string[] = [];
  const output = {
    isTerminal,
    write: async (text: string) => {
      parts.push(text);
    },
  };
  {
    await using bar = progress(output, 'reading', 1_000);
    for (let done = 0; done <= 1_000; done += 1) await bar.reached(done);
  }
  return parts;
};

describe('progress', () => {
  it('is drawn on a terminal where it changes, and is gone in the end', async () => {
    const parts = await written(true);
    expect(parts.length).toBeLessThan(130);
    expect(new Set(parts).size).toBe(parts.length);
    expect(parts.at(0)).toContain('0 %');
    expect(parts.at(-2)).toContain('100 %');
    expect(parts.at(-1)).toBe('\r\u001b[K');
  });

  it('is drawn nowhere else', async () => {
    expect(await written(false)).toEqual([]);
  });

  it('is full when there is nothing to do, and never more than full', () => {
    expect(barText('x', 0, 0)).toContain('100 %');
    expect(barText('x', 3, 2)).toBe(`x [${'#'.repeat(24)}] 100 %`);
    expect(barText('x', 1, 2)).toBe(`x [${'#'.repeat(12)}${'.'.repeat(12)}] 50 %`);
  });
});
