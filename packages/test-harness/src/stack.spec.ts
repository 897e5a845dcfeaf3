import { describe, expect, it } from '@jest/globals';
import { stack, StackUnavailableError } from './stack.ts';

const complete = {
  postgres: { host: '127.0.0.1', port: 5432, user: 'postgres', password: 'secret' },
  kafka: { brokers: ['127.0.0.1:9092'] },
  connect: { url: 'http://127.0.0.1:8083' },
};

describe('stack', () => {
  it('reads the description of the test run', () => {
    expect(stack(JSON.stringify(complete))).toEqual(complete);
  });

  it.each([
    ['an unset variable', undefined],
    ['an empty variable', ''],
    ['text that is no JSON', '{'],
    ['a description without Postgres', JSON.stringify({ ...complete, postgres: undefined })],
    [
      'a port that is text',
      JSON.stringify({ ...complete, postgres: { ...complete.postgres, port: '5432' } }),
    ],
    ['brokers that are no list', JSON.stringify({ ...complete, kafka: { brokers: 'a:1' } })],
  ])('refuses %s', (_, text) => {
    // An absent argument would fall back to the environment; '' and undefined mean the same to it.
    expect(() => stack(text ?? '')).toThrow(StackUnavailableError);
  });
});
