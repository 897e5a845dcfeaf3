import { describe, expect, it } from '@jest/globals';
import { createLogger } from '@orderflow/telemetry';
import { orderedShutdown } from './ordered-shutdown.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

describe('orderedShutdown', () => {
  const recorder = () => {
    const ran: string[] = [];
    return { ran, step: (name: string) => ({ name, run: () => void ran.push(name) }) };
  };

  it('runs the steps one after the other', async () => {
    const { ran, step } = recorder();
    expect(await orderedShutdown([step('a'), step('b'), step('c')], 1_000, logger)).toBe('clean');
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('goes on behind a failing step and says so', async () => {
    const { ran, step } = recorder();
    const broken = { name: 'broken', run: () => Promise.reject(new Error('no')) };
    expect(await orderedShutdown([broken, step('b')], 1_000, logger)).toBe('failed');
    expect(ran).toEqual(['b']);
  });

  it('starts no step past the deadline', async () => {
    const { ran, step } = recorder();
    const stuck = { name: 'stuck', run: () => Promise.withResolvers<void>().promise };
    expect(await orderedShutdown([step('a'), stuck, step('c')], 20, logger)).toBe('deadline');
    expect(ran).toEqual(['a']);
  });
});
