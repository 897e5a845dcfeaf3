import { describe, expect, it } from '@jest/globals';
import { recentPartitionCounts } from './recent-partition-counts.ts';

describe('the partition count of a topic', () => {
  it('is asked for once within its age, and anew after it', async () => {
    let time = 0;
    let partitions = 3;
    const { known, partitionCount: count } = recentPartitionCounts(
      { partitionCount: async () => partitions },
      100,
      () => time,
    );
    expect(known('t')).toBeUndefined();
    expect(await Promise.all([count('t'), count('t')])).toEqual([3, 3]);
    partitions = 4;
    time = 99;
    expect(known('t')).toBe(3);
    expect(await count('t')).toBe(3);
    expect(await count('other')).toBe(4);
    time = 100;
    expect(known('t')).toBeUndefined();
    expect(await count('t')).toBe(4);
  });

  it('is asked for anew after a failure', async () => {
    const answers = [() => Promise.reject(new Error('unreachable')), async () => 3];
    const partitionCount = () => (answers.shift() ?? (async () => 0))();
    const { known, partitionCount: count } = recentPartitionCounts({ partitionCount }, 100, () => 0);
    await expect(count('t')).rejects.toThrow('unreachable');
    expect(known('t')).toBeUndefined();
    await expect(count('t')).resolves.toBe(3);
  });
});
