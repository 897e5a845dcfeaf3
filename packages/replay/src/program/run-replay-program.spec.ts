import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { testClock } from '../../test/test-clock.ts';
import { readReplayMessage } from '../protocol/replay-message.ts';
import type { ReplayRequestText } from '../protocol/replay-request.ts';
import type { ReplayComposition } from './replay-composition.ts';
import { runReplayProgram } from './run-replay-program.ts';

const declared: ReplayComposition['declared'] = [
  { group: 'views', topics: ['things'], mode: 'rebuild' },
  { group: 'mails', topics: ['things'], mode: 'never' },
];
const views: ReplayComposition['entries'][number] = {
  group: 'views',
  topic: 'things',
  mode: 'rebuild',
  open: async () => {
    throw new Error('opened');
  },
};
const plan: ReplayRequestText = {
  action: 'plan',
  group: 'views',
  topic: 'things',
  from: 'earliest',
  to: 'end',
  rate: 1,
};

describe('a replay program', () => {
  const answers = async (line: string, changed: Partial<ReplayComposition> = {}) => {
    const said: string[] = [];
    // As a pipe whose writer waits for the outcome, or is gone without a word.
    const input = new PassThrough();
    if (line === '') input.end();
    else input.write(line);
    const exitCode = await runReplayProgram({
      compose: () => ({
        brokers: ['127.0.0.1:9'],
        clientId: 'replay',
        declared,
        entries: [views],
        typeOf: () => undefined,
        ...changed,
      }),
      input,
      write: (text) => void said.push(text),
      clock: testClock(),
    });
    return { exitCode, said: said.map(readReplayMessage) };
  };
  const failed = (code: string) => ({
    exitCode: 1,
    said: [expect.objectContaining({ kind: 'failed', code })],
  });

  it.each([
    ['no JSON', '{'],
    ['an unknown action', '{"action":"drop"}'],
    ['a range that is none', JSON.stringify({ ...plan, from: 'yesterday' })],
    ['a field that nobody knows', JSON.stringify({ ...plan, force: true })],
  ])('refuses a request that is %s', async (_, line) => {
    expect(await answers(`${line}\n`)).toEqual(failed('INVALID_REQUEST'));
  });

  it('refuses a handler that it does not have, and one that may never be replayed', async () => {
    const of = (group: string) => `${JSON.stringify({ ...plan, group })}\n`;
    expect(await answers(of('others'))).toEqual(failed('UNKNOWN_HANDLER'));
    expect(await answers(of('mails'))).toEqual(failed('REPLAY_NOT_ALLOWED'));
  });

  it('does nothing where its code and the declaration contradict each other', async () => {
    const line = `${JSON.stringify(plan)}\n`;
    expect(await answers(line, { entries: [] })).toEqual(failed('MODE_MISMATCH'));
    expect(await answers(line, { entries: [{ ...views, mode: 'verify' }] })).toEqual(failed('MODE_MISMATCH'));
    expect(await answers(line, { declared: [] })).toEqual(failed('MODE_MISMATCH'));
  });

  it('ends without a request when whoever started it is gone', async () => {
    expect(await answers('')).toEqual(failed('INTERRUPTED'));
  });

  it('says what went wrong, with its trace where it is a fault', async () => {
    const { said } = await answers(`${JSON.stringify(plan)}\n`);
    expect(said).toEqual([
      { kind: 'failed', code: 'INTERNAL', message: expect.stringContaining('opened\n    at') },
    ]);
  });
});
