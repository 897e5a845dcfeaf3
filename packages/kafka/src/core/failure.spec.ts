import { describe, expect, it } from '@jest/globals';
import { classifyFailure, PoisonError, RetryableError } from './failure.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('a failure', () => {
  it.each([
    ['a RetryableError', new RetryableError('later')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['an undici error', withCode('UND_ERR_SOCKET')],
    ['a timeout', AbortSignal.timeout(0).reason ?? new DOMException('late', 'TimeoutError')],
    ['a retriable kafkajs error', Object.assign(new Error('x'), { retriable: true })],
    ['fetch failed by its cause', new TypeError('fetch failed', { cause: withCode('ECONNRESET') })],
  ])('is retryable: %s', (_, error) => {
    expect(classifyFailure(error)).toBe('retryable');
  });

  it.each([
    ['a TypeError', new TypeError('bug')],
    ['a SyntaxError', new SyntaxError('{bad')],
    ['a PoisonError, whatever its cause', new PoisonError('no', { cause: withCode('ECONNRESET') })],
    ['a plain Error', new Error('x')],
    ['a string', 'thrown'],
    ['undefined', undefined],
    ['null', null],
  ])('is poison: %s', (_, error) => {
    expect(classifyFailure(error)).toBe('poison');
  });

  it('is classified also when its causes form a circle', () => {
    const error = new Error('x');
    error.cause = error;
    expect(classifyFailure(error)).toBe('poison');
  });
});
