import { describe, expect, it } from '@jest/globals';
import { isDiskFull, lastComplaint } from './readiness.ts';

describe('the log of a process that ended', () => {
  it('is summed up by its last complaint', () => {
    const log =
      'INFO starting\nERROR Address already in use (kafka.Kafka)\n\tat java.base/x\n  ... 3 more\nINFO bye\n\n';
    expect(lastComplaint(log)).toBe('ERROR Address already in use (kafka.Kafka)');
  });

  it('is summed up by its last line when nothing complains', () => {
    expect(lastComplaint('one\ntwo\n')).toBe('two');
    expect(lastComplaint('')).toBe('no output');
  });

  it.each([
    ['could not write to file: No space left on device', true],
    ['Error: ENOSPC: no space left, write', true],
    ['Address already in use', false],
  ])('tells a full disk: %s', (log, full) => {
    expect(isDiskFull(log)).toBe(full);
  });
});
