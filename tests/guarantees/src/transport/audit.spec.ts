import { describe, expect, it } from '@jest/globals';
import { faultsOf, type SeenRecord } from './audit.ts';

const input = (key: string, id: string): SeenRecord => ({ key, value: JSON.stringify({ id }) });
const output = (key: string, id: string, count: number): SeenRecord => ({
  key,
  value: JSON.stringify({ id, count, by: 'a' }),
});
const inputs = [input('a', '1'), input('b', '2'), input('a', '3')];
const outputs = [output('a', '1', 1), output('b', '2', 1), output('a', '3', 2)];
const fed = { committed: new Set(['1', '2', '3']), aborted: new Set(['4']) };

describe('the audit', () => {
  it('has nothing to say where each input has its output in order', () => {
    expect(faultsOf(fed, inputs, outputs)).toEqual([]);
    expect(faultsOf({ committed: new Set(['1']), aborted: new Set() }, inputs, outputs)).toEqual([]);
  });

  it.each([
    ['an input without output', inputs, outputs.slice(0, 2), ['input 3 has 0 outputs']],
    [
      'an input with two',
      inputs,
      [...outputs, output('b', '2', 2)],
      ['input 2 has 2 outputs', 'output 2 of b is of 2, not undefined'],
    ],
    [
      'outputs out of order',
      inputs,
      [output('a', '3', 1), output('b', '2', 1), output('a', '1', 2)],
      ['output 1 of a is of 3, not 1'],
    ],
    [
      'an output of a state that held too much',
      inputs,
      [output('a', '1', 1), output('b', '2', 2), output('a', '3', 2)],
      ['output 1 of b is counted as 2'],
    ],
    [
      'an output of an aborted input',
      inputs,
      [...outputs, output('b', '4', 2)],
      ['an output is of 4, which is no input', 'output 2 of b is of 4, not undefined'],
    ],
    [
      'an aborted input that is seen',
      [...inputs, input('b', '4')],
      [...outputs, output('b', '4', 2)],
      ['input 4 was aborted and is seen'],
    ],
    [
      'a committed input that is lost',
      inputs.slice(0, 2),
      outputs.slice(0, 2),
      ["input 3 was committed and can't be seen"],
    ],
    ['an input that is seen twice', [...inputs, input('b', '2')], [...outputs], ['1 inputs are seen twice']],
  ])('finds %s', (_, seen, made, faults) => {
    expect(faultsOf(fed, seen, made)).toEqual(faults);
  });
});
