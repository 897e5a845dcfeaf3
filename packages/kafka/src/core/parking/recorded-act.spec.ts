import { describe, expect, it } from '@jest/globals';
import type { KafkaRecord } from '../record.ts';
import { actRecord } from './act.ts';
import { readAct } from './recorded-act.ts';
import type { RedriveCommand, RedriveOutcome } from './redrive-command.ts';

const command: RedriveCommand = {
  id: '0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11',
  action: 'redrive',
  topic: 't',
  partition: 2,
  from: 2n ** 60n,
  to: 2n ** 60n + 1n,
  by: 'ana',
  reason: 'fixed',
  at: '2026-01-31T12:00:00Z',
};

const key = Buffer.from([0, 255]);

const written = (
  about: Parameters<typeof actRecord>[1],
  outcome: RedriveOutcome,
  of: Buffer | null = key,
): KafkaRecord => {
  const {
    topic,
    partition,
    value,
    key: id,
  } = actRecord({ to: 'acts', partition: 2, key: of }, about, outcome);
  return {
    topic,
    partition,
    offset: 0n,
    timestamp: 0,
    key: Buffer.from(id ?? ''),
    value: Buffer.from(value ?? ''),
    headers: [['dlq_key', of]],
  };
};

describe('an act, read back', () => {
  it('is the command and all that came of it', () => {
    const outcome: RedriveOutcome = {
      outcome: 'redriven',
      records: 2,
      settled: { from: 2n ** 60n, to: 2n ** 60n + 1n },
      continues: true,
    };
    expect(readAct(written(command, outcome))).toEqual({
      id: command.id,
      partition: 2,
      key,
      command,
      outcome,
    });
    const failed: RedriveOutcome = { outcome: 'failed', records: 0, error: 'Error: still' };
    expect(readAct(written(command, failed, null))).toMatchObject({ key: null, outcome: failed });
  });

  it('tells of a command that nobody could read where it stood', () => {
    const act = readAct(
      written({ id: 'r/2/7', topic: 't', partition: 2 }, { outcome: 'failed', records: 0 }),
    );
    expect(act).toMatchObject({ id: 'r/2/7', command: undefined, outcome: { outcome: 'failed' } });
  });

  it.each(['{', 'null', '[]', '{}', '{"id":"1","topic":"t","records":1,"outcome":"lost"}'])(
    'is none as %s',
    (text) => {
      expect(
        readAct({ ...written(command, { outcome: 'failed', records: 0 }), value: Buffer.from(text) }),
      ).toBeUndefined();
    },
  );
});
