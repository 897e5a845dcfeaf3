import { describe, expect, it } from '@jest/globals';
import { circuit } from './circuit.ts';

const opened = () => {
  const breaker = circuit({ failures: 2, minMs: 100, maxMs: 400, random: () => 1 });
  const [one, other] = [{}, {}];
  expect(breaker.failed(one, 'psp')).toBeUndefined();
  expect(breaker.failed(other, 'psp')).toBe(100);
  return { breaker, one, other };
};

describe('a circuit', () => {
  it('opens when several records fail by one dependency, and names it', () => {
    const { breaker } = opened();
    expect(breaker).toMatchObject({ state: 'open', dependency: 'psp' });
  });

  it('stays closed while one record fails alone, however often', () => {
    const breaker = circuit({ failures: 2, minMs: 100, maxMs: 400, random: () => 1 });
    const record = {};
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(breaker.failed(record, 'psp')).toBeUndefined();
    }
    expect(breaker.state).toBe('closed');
  });

  it('stays closed while records fail by different dependencies', () => {
    const breaker = circuit({ failures: 2, minMs: 100, maxMs: 400, random: () => 1 });
    expect(breaker.failed({}, 'psp')).toBeUndefined();
    expect(breaker.failed({}, 'postgres')).toBeUndefined();
    expect(breaker.state).toBe('closed');
  });

  it('counts no record that has succeeded since', () => {
    const breaker = circuit({ failures: 2, minMs: 100, maxMs: 400, random: () => 1 });
    const record = {};
    breaker.failed(record, 'psp');
    expect(breaker.ended(record)).toBe(false);
    expect(breaker.failed({}, 'psp')).toBeUndefined();
  });

  it('opens again when its probe fails, each time for longer up to its bound', () => {
    const { breaker, one } = opened();
    const waits = [1, 2, 3].map(() => {
      breaker.probe(one);
      expect(breaker.state).toBe('half-open');
      return breaker.failed(one, 'psp');
    });
    expect(waits).toEqual([200, 400, 400]);
    expect(breaker.state).toBe('open');
  });

  it('names what the probe failed by', () => {
    const { breaker, one } = opened();
    breaker.probe(one);
    breaker.failed(one, 'postgres');
    expect(breaker.dependency).toBe('postgres');
  });

  it('closes when its probe ends, and waits from the beginning when it opens next', () => {
    const { breaker, one, other } = opened();
    breaker.probe(one);
    expect(breaker.ended(one)).toBe(true);
    expect(breaker).toMatchObject({ state: 'closed', dependency: undefined });
    expect(breaker.failed(one, 'psp')).toBeUndefined();
    expect(breaker.failed(other, 'psp')).toBe(100);
  });

  it('closes when its probe ends that failed before it closed the last time', () => {
    const { breaker, one, other } = opened();
    expect(breaker.ended(one)).toBe(true);
    expect(breaker.failed({}, 'psp')).toBeUndefined();
    expect(breaker.failed({}, 'psp')).toBe(100);
    breaker.probe(other);
    expect(breaker.ended(other)).toBe(true);
    expect(breaker.state).toBe('closed');
  });

  it('opens again when its probe fails by something else, which proves nothing of what is down', () => {
    const { breaker, one } = opened();
    breaker.probe(one);
    expect(breaker.failed(one, undefined)).toBe(200);
    expect(breaker).toMatchObject({ state: 'open', dependency: 'psp' });
  });

  it('stays closed whatever fails by no dependency', () => {
    const breaker = circuit({ failures: 1, minMs: 100, maxMs: 400, random: () => 1 });
    expect(breaker.failed({}, undefined)).toBeUndefined();
    expect(breaker.state).toBe('closed');
  });

  it('closes when a record that had failed succeeds while it is open', () => {
    const { breaker, one } = opened();
    expect(breaker.ended({})).toBe(false);
    expect(breaker.state).toBe('open');
    expect(breaker.ended(one)).toBe(true);
  });

  it('never probes at once, whatever is drawn', () => {
    const breaker = circuit({ failures: 1, minMs: 100, maxMs: 400, random: () => 0 });
    expect(breaker.failed({}, 'psp')).toBe(50);
  });
});
