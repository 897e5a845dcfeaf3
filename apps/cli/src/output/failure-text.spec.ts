import { describe, expect, it } from '@jest/globals';
import { GroupNotEmptyError, UnknownTopicError } from '@orderflow/kafka/core';
import { refusal, usageError } from '../cli.error.ts';
import { failureOf } from './failure-text.ts';

const connectionError = (): Error =>
  Object.assign(new Error('no one there'), { name: 'KafkaJSConnectionError' });

describe('what an error means', () => {
  const idle = new AbortController().signal;

  it.each([
    [usageError('so not'), 2],
    [new UnknownTopicError('t'), 2],
    [refusal('OUT_OF_ORDER', 'first that one'), 3],
    [new GroupNotEmptyError('g'), 3],
    [connectionError(), 4],
    [new Error('gave up', { cause: connectionError() }), 4],
    [new TypeError('of ours'), 70],
  ])('%s is exit code %d', (error, exitCode) => {
    expect(failureOf(error, idle)).toMatchObject({ exitCode });
  });

  it('keeps the trace of a fault of the command itself, and of no other', () => {
    expect(failureOf(new TypeError('of ours'), idle).message).toContain('failure-text.spec');
    expect(failureOf(new GroupNotEmptyError('g'), idle).message).not.toContain('\n');
  });

  it('is an interruption after Ctrl-C, whatever broke off', () => {
    expect(failureOf(connectionError(), AbortSignal.abort())).toMatchObject({ exitCode: 130 });
  });
});
