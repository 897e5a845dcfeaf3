import { describe, expect, it } from '@jest/globals';
import type { OutputRecord } from '@orderflow/kafka/core';
import { logged } from '../../test/records.ts';
import { compareOutput } from './compare-output.ts';

const live = logged(7, { key: 'k', value: '{"amount":1,"at":"t"}', headers: { id: '1', none: null } });
const same: OutputRecord = {
  topic: 'things',
  partition: 0,
  key: 'k',
  value: '{"amount":1,"at":"t"}',
  headers: [
    ['id', '1'],
    ['none', null],
    ['left out', undefined],
  ],
};

describe('a replayed output', () => {
  it('is equal where key, partition, headers and value are', () => {
    expect(compareOutput(live, same)).toEqual([]);
    expect(
      compareOutput(live, { ...same, timestamp: 1, value: Buffer.from('{"amount":1,"at":"t"}') }),
    ).toEqual([]);
  });

  it.each<[string, Partial<OutputRecord>, unknown[]]>([
    ['key', { key: null }, [{ field: 'key', live: 'k', replayed: null }]],
    ['partition', { partition: 3 }, [{ field: 'partition', live: '0', replayed: '3' }]],
    [
      'value, field by field',
      { value: '{"amount":2,"more":[1]}' },
      [
        { field: 'value.amount', live: '1', replayed: '2' },
        { field: 'value.at', live: '"t"', replayed: null },
        { field: 'value.more', live: null, replayed: '[1]' },
      ],
    ],
    [
      'headers, one that is null apart from one that is absent',
      { headers: [['id', '2']] },
      [
        { field: 'header id', live: '1', replayed: '2' },
        { field: 'header none', live: null, replayed: null },
      ],
    ],
    [
      'headers that come twice',
      {
        headers: [
          ['id', '1'],
          ['id', '1'],
          ['none', null],
        ],
      },
      [{ field: 'header id', live: '1', replayed: '["1","1"]' }],
    ],
  ])('differs by its %s', (_, changed, differences) => {
    expect(compareOutput(live, { ...same, ...changed })).toEqual(differences);
  });

  it('is compared as text where a value is no JSON object', () => {
    const text = logged(7, { key: 'k', value: 'one' });
    const output = { topic: 'things', key: 'k', value: 'two' };
    expect(compareOutput(text, output)).toEqual([{ field: 'value', live: 'one', replayed: 'two' }]);
  });
});
