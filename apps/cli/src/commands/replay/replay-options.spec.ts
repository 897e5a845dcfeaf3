import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { rangeOf, withRange, type RangeOptions } from './replay-options.ts';

describe('what a replay reads', () => {
  const parsed = (...args: readonly string[]) => {
    const command = withRange(new Command('run'))
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    command.parse(['--topic', 'things', '--handler', 'views', ...args], { from: 'user' });
    return rangeOf(command.opts<RangeOptions>());
  };

  it('is by default the whole topic, at a rate that a busy system bears', () => {
    expect(parsed()).toEqual({ topic: 'things', group: 'views', from: 'earliest', to: 'end', rate: 1_000 });
  });

  it('may begin and end at times, with their zones, and be of one key', () => {
    const args = ['--from', '2026-01-31T12:00:00+09:00', '--to', '2026-01-31T04:00:00.500Z', '--key', 'k'];
    expect(parsed(...args)).toMatchObject({
      from: { time: Date.UTC(2026, 0, 31, 3) },
      to: { time: Date.UTC(2026, 0, 31, 4, 0, 0, 500) },
      key: 'k',
    });
  });

  it('may begin at an offset of one partition', () => {
    expect(parsed('--from', '12', '--partition', '3')).toMatchObject({
      from: { offset: '12' },
      partition: 3,
    });
  });

  it.each([
    ['an offset of no partition', ['--from', '12']],
    ['from the end', ['--from', 'latest']],
    ['to the start', ['--to', 'earliest']],
  ])('is refused %s', (_, args) => {
    expect(() => parsed(...args)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it.each([
    ['--from', 'yesterday'],
    ['--from', '2026-01-31T12:00:00'],
    ['--from', '-1'],
    ['--rate', '0'],
    ['--rate', '1e9'],
    ['--partition', 'all'],
  ])('%s %s is no value', (option, value) => {
    expect(() => parsed(option, value)).toThrow(expect.objectContaining({ exitCode: 1 }));
  });
});
