import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InexactNumber } from './inexact-number.ts';
import { parseExactJson } from './parse-exact-json.ts';

const parse = (text: string) => parseExactJson(Buffer.from(text));

describe('parseExactJson', () => {
  it('agrees with JSON.parse on documents of safe integers and well-formed text', () => {
    const names = fc
      .string({ unit: 'grapheme' })
      .filter((name) => name !== '__proto__' && !name.includes('\u0000'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', maxDepth: 6 },
        names,
        fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(names, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value, undefined, 1);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['9007199254740991', '-9007199254740991', '0', '-1'])('takes %s as a number', (text) => {
    expect(parse(text)).toBe(Number(text));
  });

  it.each(['9007199254740991.4', '9007199254740992', '1e3', '1E0', '12500.5', '1.0', '-0'])(
    'keeps %s apart',
    (text) => {
      expect(parse(text)).toEqual(new InexactNumber(text));
    },
  );

  it('keeps every inexact number apart in its place, and nothing else', () => {
    const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
    const names = fc.string().filter((name) => name !== '__proto__' && !name.includes('\u0000'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        numbers,
        fc.array(tie('tree')),
        fc.dictionary(names, tie('tree'), { noNullPrototype: true }),
      ),
    }));
    const marked = (value: unknown): unknown => {
      if (typeof value === 'number')
        return Number.isSafeInteger(value) ? value : new InexactNumber(JSON.stringify(value));
      if (Array.isArray(value)) return value.map(marked);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, marked(held)]));
    };
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(marked(JSON.parse(text)));
      }),
    );
  });

  it.each([
    '',
    '{',
    '{"a":1,}',
    '01',
    '+1',
    'NaN',
    "{'a':1}",
    '{"a":"\u0001"}',
    '[1]]',
    '"\\x"',
    '{"\\x":1,"a":1}',
  ])('refuses %p as malformed', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        document: expect.objectContaining({ type: 'urn:orderflow:problem:malformed-json' }),
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['[{"x":{}},{"y":[0,{"b":1,"\\u0062":2}]}]', '/1/y/1/b'],
    ['{"a":{"__proto__":1}}', '/a/__proto__'],
    ['{"\\u005f_proto__":1}', '/__proto__'],
    ['{"a":["x","\\u0000"]}', '/a/1'],
    ['{"a":{"\\ud800":1}}', '/a'],
  ])('refuses %s and points at the place', (text, pointer) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({
        document: expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
      }),
    );
  });

  it('lets a name repeat in different objects and as a value', () => {
    expect(parse('{"a":{"a":"a"},"b":["a","a",{"a":1}]}')).toEqual({
      a: { a: 'a' },
      b: ['a', 'a', { a: 1 }],
    });
  });

  it('accepts 32 levels and refuses 33', () => {
    expect(() => parse('['.repeat(32) + ']'.repeat(32))).not.toThrow();
    expect(() => parse('['.repeat(33) + ']'.repeat(33))).toThrow('Nested deeper than 32 levels.');
  });
});
