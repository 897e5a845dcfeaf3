import { describe, expect, it } from '@jest/globals';
import { logPosition, offsetsAt } from './log-position.ts';

describe('a position in a log', () => {
  it.each([
    ['earliest', { at: 'earliest' }],
    ['latest', { at: 'latest' }],
    ['0', { at: 'offset', offset: 0n }],
    ['9223372036854775807', { at: 'offset', offset: 2n ** 63n - 1n }],
    ['2026-01-31T12:00:00Z', { at: 'time', timestamp: Date.UTC(2026, 0, 31, 12) }],
    ['2026-01-31T12:00:00.250+09:00', { at: 'time', timestamp: Date.UTC(2026, 0, 31, 3, 0, 0, 250) }],
  ])('is read from %s', (text, position) => {
    expect(logPosition(text)).toEqual(position);
  });

  it.each([
    '',
    '-1',
    '1.5',
    '9223372036854775808',
    '2026-01-31',
    // Whose noon?
    '2026-01-31T12:00:00',
    '2026-13-31T12:00:00Z',
    'Earliest',
  ])('is not %p', (text) => {
    expect(() => logPosition(text)).toThrow('It has to be earliest, latest');
  });
});

describe('the offsets of a position', () => {
  const admin = {
    describe: async () => ({
      partitions: [
        { partition: 0, start: 5n, lastStable: 8n, end: 10n },
        { partition: 1, start: 0n, lastStable: 0n, end: 0n },
      ],
    }),
    offsetsAtTime: async (_topic: string, timestamp: number) => [timestamp < 100 ? 6n : 10n, 0n],
  };
  const at = async (text: Parameters<typeof offsetsAt>[2], partition?: number) => [
    ...(await offsetsAt(admin, 't', text, partition)),
  ];

  it('are what each log has there, and never behind an open transaction', async () => {
    expect(await at({ at: 'earliest' })).toEqual([
      [0, 5n],
      [1, 0n],
    ]);
    expect(await at({ at: 'latest' })).toEqual([
      [0, 8n],
      [1, 0n],
    ]);
    expect(await at({ at: 'time', timestamp: 50 })).toEqual([
      [0, 6n],
      [1, 0n],
    ]);
    expect(await at({ at: 'time', timestamp: 200 }, 0)).toEqual([[0, 8n]]);
  });

  it('are refused outside the log, and where one number is meant for several partitions', async () => {
    expect(await at({ at: 'offset', offset: 10n }, 0)).toEqual([[0, 10n]]);
    for (const offset of [4n, 11n]) {
      await expect(at({ at: 'offset', offset }, 0)).rejects.toMatchObject({ exitCode: 2 });
    }
    await expect(at({ at: 'offset', offset: 0n })).rejects.toMatchObject({ exitCode: 2 });
    await expect(at({ at: 'earliest' }, 2)).rejects.toMatchObject({ exitCode: 2 });
  });
});
