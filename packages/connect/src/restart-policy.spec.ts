import { describe, expect, it } from '@jest/globals';
import { defaultBackoff, type Seen, step, type Watched } from './restart-policy.ts';

const backoff = { ...defaultBackoff, initialMs: 1_000, maxMs: 4_000, giveUpAfter: 3, healthyAfterMs: 60_000 };
const running: Watched = { status: 'unfailed', since: 0, failures: 0 };
const seen = (given: Partial<Seen>): Seen => ({
  failure: undefined,
  isRunning: given.failure === undefined,
  isKafkaUp: true,
  now: 0,
  random: 0.5,
  ...given,
});
const failure = 'task 0: broken';

/** A connector that fails again after each restart. */
function failuresInARow(count: number, given: Partial<Seen>): Watched {
  let watched = running;
  for (let failed = 0; failed < count; failed += 1) {
    watched = step(watched, seen({ failure, ...given }), backoff).watched;
    if (watched.status !== 'waiting') break;
    watched = step(watched, seen({ failure, now: watched.restartAt, ...given }), backoff).watched;
  }
  return watched;
}

describe('a connector that runs', () => {
  it('is left alone', () => {
    expect(step(running, seen({ now: 5 }), backoff)).toEqual({ watched: running, restart: false });
  });

  it('is restarted after a wait when it fails, and not before', () => {
    const first = step(running, seen({ failure, now: 100 }), backoff);
    expect(first).toEqual({
      restart: false,
      watched: { status: 'waiting', restartAt: 600, failures: 1, reason: failure },
    });
    expect(step(first.watched, seen({ failure, now: 599 }), backoff).restart).toBe(false);
    expect(step(first.watched, seen({ failure, now: 600 }), backoff).restart).toBe(true);
  });

  it('has earlier failures forgiven once it has run for long enough', () => {
    const watched: Watched = { status: 'unfailed', since: 0, failures: 2 };
    expect(step(watched, seen({ now: 59_999 }), backoff).watched.failures).toBe(2);
    expect(step(watched, seen({ now: 60_000 }), backoff).watched.failures).toBe(0);
  });
});

describe('a connector that neither runs nor fails', () => {
  it('keeps its failures, and begins to count anew once it runs', () => {
    const paused = step(
      { status: 'unfailed', since: 0, failures: 2 },
      seen({ isRunning: false, now: 100_000 }),
      backoff,
    ).watched;
    expect(paused).toEqual({ status: 'unfailed', since: 100_000, failures: 2 });
    expect(step(paused, seen({ now: 159_999 }), backoff).watched.failures).toBe(2);
    expect(step(paused, seen({ now: 160_000 }), backoff).watched.failures).toBe(0);
  });
});

describe('a connector that fails again after its restart', () => {
  it('waits longer each time, up to the bound', () => {
    const waits = [0, 1, 2, 3, 4].map((failures) => {
      const restarted: Watched = { status: 'restarted', failures, reason: failure };
      const { watched } = step(restarted, seen({ failure, random: 1 }), { ...backoff, giveUpAfter: 99 });
      return watched.status === 'waiting' ? watched.restartAt : undefined;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('stays FAILED after a bounded number of failures with Kafka up', () => {
    const watched = failuresInARow(10, {});
    expect(watched).toEqual({ status: 'given-up', failures: 3, reason: failure });
    expect(step(watched, seen({ failure, now: 1e9 }), backoff).restart).toBe(false);
  });

  it('is restarted for as long as Kafka is away', () => {
    expect(failuresInARow(10, { isKafkaUp: false })).toMatchObject({ status: 'restarted', failures: 0 });
  });

  it('counts as running again when a person has restarted it', () => {
    const watched = failuresInARow(10, {});
    expect(step(watched, seen({ now: 7 }), backoff).watched).toEqual({
      status: 'unfailed',
      since: 7,
      failures: 3,
    });
  });
});
