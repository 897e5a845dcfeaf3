import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isSource } from './source-watch.ts';

describe('a change', () => {
  it.each([
    [join('orders', 'src', 'main.ts'), true],
    [join('orders', 'src', 'domain', 'order', 'order.decider.ts'), true],
    [join('orders', 'src', 'domain', 'order', 'order.decider.spec.ts'), false],
    [join('orders', 'test', 'orders.int.spec.ts'), false],
    [join('orders', 'dist', 'main.js'), false],
    [join('orders', 'node_modules', 'x', 'src', 'y.ts'), false],
  ])('to %s is one for the build: %s', (path, counts) => {
    expect(isSource(path)).toBe(counts);
  });
});
