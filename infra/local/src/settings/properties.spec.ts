import { describe, expect, it } from '@jest/globals';
import { formatProperties, overlay, parseProperties } from './properties.ts';

describe('properties', () => {
  it('reads names and values, and nothing of comments and blank lines', () => {
    const text = '# why\n\nnode.id=1\n wal_level = logical \nlisteners=a://b:1,c://d:2?x=y\r\nempty=\n';
    expect([...parseProperties(text)]).toEqual([
      ['node.id', '1'],
      ['wal_level', 'logical'],
      ['listeners', 'a://b:1,c://d:2?x=y'],
      ['empty', ''],
    ]);
  });

  it.each([
    ['no separator', 'node.id\n', 'line 1 is no property'],
    ['no name', '=1\n', 'line 1 is no property'],
    ['a name twice', 'a=1\na=2\n', 'line 2 sets a again'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseProperties(text)).toThrow(message);
  });

  it('lays properties over others', () => {
    const properties = overlay(parseProperties('a=1\nb=2\n'), { b: '3', c: '4' });
    expect(formatProperties(properties)).toBe('a=1\nb=3\nc=4\n');
  });
});
