import { describe, expect, it } from '@jest/globals';
import { fetchGate } from './fetch-gate.ts';

const long = 60_000;

describe('the gate before a fetch', () => {
  it('lets pass while something can be fetched', async () => {
    const gate = fetchGate(() => true, long);
    await expect(gate.pass()).resolves.toBeUndefined();
  });

  it('holds the fetches of all brokers until something can be', async () => {
    const gate = fetchGate(() => false, long);
    const passed: string[] = [];
    const both = ['a', 'b'].map(async (name) => {
      await gate.pass();
      passed.push(name);
    });
    await Promise.resolve();
    expect(passed).toEqual([]);
    gate.open();
    await Promise.all(both);
    expect(passed).toEqual(['a', 'b']);
  });

  it('lets pass after its bound, each time', async () => {
    const gate = fetchGate(() => false, 1);
    await expect(gate.pass()).resolves.toBeUndefined();
    await expect(gate.pass()).resolves.toBeUndefined();
  });
});
