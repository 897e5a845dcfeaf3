import { describe, expect, it } from '@jest/globals';
import type { KafkaRecord } from '../record.ts';
import { readRedriveCommand, redriveCommandText } from './redrive-command.ts';
import type { RedriveCommand } from './redrive-command.ts';

const command: RedriveCommand = {
  id: '0197',
  action: 'redrive',
  topic: 'in',
  partition: 2,
  from: 3n,
  to: 9_007_199_254_740_993n,
  by: 'ada',
  reason: 'the price list is mended',
  at: '2026-01-02T03:04:05.000Z',
};

const recordOf = (value: string | null, partition = 2): KafkaRecord => ({
  topic: 'in.g.redrive',
  partition,
  offset: 5n,
  timestamp: 0,
  key: null,
  value: value === null ? null : Buffer.from(value),
  headers: [],
});

describe('a re-drive command', () => {
  it('is read as it was written, offsets beyond doubles included', () => {
    expect(readRedriveCommand(recordOf(redriveCommandText(command)), 'in')).toEqual(command);
  });

  it.each([
    ['a tombstone', null, 'no JSON object'],
    ['no JSON', '{', 'no JSON'],
    ['an action of its own', redriveCommandText(command).replace('"redrive"', '"repeat"'), 'action'],
    ['no reason', redriveCommandText({ ...command, reason: '' }), 'reason is missing'],
    ['an offset that is none', redriveCommandText(command).replace('"3"', '"-1"'), 'from is no offset'],
    ['another topic', redriveCommandText({ ...command, topic: 'other' }), 'belongs to other[2]'],
    ['another partition', redriveCommandText({ ...command, partition: 1 }), 'belongs to in[1]'],
  ])('is refused with %s, by its place and what is wrong', (_, text, reason) => {
    const read = () => readRedriveCommand(recordOf(text), 'in');
    expect(read).toThrow(expect.objectContaining({ code: 'INVALID_REDRIVE_COMMAND' }));
    expect(read).toThrow(
      new RegExp(
        `^in\\.g\\.redrive@5 is no re-drive command: .*${reason.replaceAll(/[[\]]/g, String.raw`\$&`)}`,
      ),
    );
  });
});
