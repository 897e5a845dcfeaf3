import { describe, expect, it } from '@jest/globals';
import type { Act, ActStep } from './act.ts';
import { succeeded } from './act.ts';
import { actText } from './act-text.ts';

const step: ActStep = {
  id: null,
  partition: 2,
  key: { utf8: 'a' },
  from: 0n,
  to: 4n,
  handled: 3,
  dropped: 0,
  left: 1,
  outcome: null,
  settled: null,
  error: null,
};

const act: Act = {
  action: 'redrive',
  topic: 'payments.events',
  group: 'orders',
  by: 'ana',
  reason: 'fixed',
  carriedOut: false,
  waited: false,
  steps: [step],
};

describe('an act in text', () => {
  it('is a preview until it is carried out', () => {
    expect(actText(act)).toBe(
      [
        'PARTITION  KEY  FROM  TO  HANDLED  DROPPED  LEFT',
        '        2  a       0   4        3        0     1',
        '',
        'Would be ordered: 3 handled again; dead letters of payments.events in orders, by ana, because: fixed',
        'Nothing was written. Carry it out with --yes.',
        '',
      ].join('\n'),
    );
  });

  it('says who carries out what was ordered', () => {
    const steps = [{ ...step, dropped: 2 }];
    const text = actText({ ...act, action: 'discard', carriedOut: true, steps });
    expect(text).toContain('Ordered: 3 handled again, 2 dropped for ever;');
    expect(text).toContain('An instance of orders carries it out');
  });

  it('tells the outcomes that were waited for, and which are missing', () => {
    const failed = { ...step, outcome: 'failed', settled: 1, error: 'still\u001b[2J broken' } as const;
    const waited = { ...act, carriedOut: true, waited: true, steps: [failed, step] };
    expect(actText(waited)).toContain(String.raw`failed after 1: still\u001b[2J broken`);
    expect(actText(waited)).toContain('1 outcome is missing: does an instance of orders run?');
    const done = { ...waited, steps: [{ ...step, outcome: 'redriven' as const }] };
    expect(actText(done)).toMatch(/Done\.\n$/);
    expect([act, waited, done].map(succeeded)).toEqual([true, false, true]);
  });
});
