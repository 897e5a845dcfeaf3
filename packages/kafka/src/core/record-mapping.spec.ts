import { describe, expect, it } from '@jest/globals';
import { toMessage, toRecord } from './record-mapping.ts';

describe('the headers of a record', () => {
  it('are by name what they were in order, also where a name is that of a property of every object', () => {
    const headers = [
      ['constructor', Buffer.from('a')],
      ['__proto__', Buffer.from('b')],
      ['__proto__', null],
    ] as const;
    const { headers: byName } = toMessage({ topic: 't', key: null, value: null, headers }, 0);
    const record = { offset: '0', timestamp: '0', key: null, value: null, headers: byName };
    expect(toRecord('t', 0, record).headers).toEqual(headers);
  });

  it('may be none', () => {
    const { headers } = toMessage({ topic: 't', key: null, value: null }, 0);
    expect(headers).toEqual({});
  });
});
