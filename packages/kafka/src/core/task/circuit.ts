import { fullJitter } from '../full-jitter.ts';
import type { Backoff } from '../full-jitter.ts';

/**
 * Whether a task's records may start. `closed`: all do. `open`: none, since what they depend on is down. `half-open`: one, as a
 * probe. Legal ways: closed → open → half-open → open or closed, and open → closed when a record that ran still succeeds.
 */
export type CircuitState = 'closed' | 'open' | 'half-open';

export interface CircuitOptions extends Backoff {
  /** Records that have to be failing at once by one dependency. */
  readonly failures: number;
  /** In [0, 1), drawn for each wait. */
  readonly random: () => number;
}

/**
 * Opens when several records fail by one dependency and none of them has succeeded since; one record that keeps failing alone
 * never does, as it may be at fault itself. Records are told apart by identity.
 *
 * @see https://martinfowler.com/bliki/CircuitBreaker.html
 */
export interface Circuit {
  readonly state: CircuitState;
  /** What is down; undefined while closed. */
  readonly dependency: string | undefined;
  /**
   * A record failed, by a dependency or by something else. Returns the ms until the next probe when the circuit opens by it, or opens
   * again: a probe that fails by something else has not shown that what is down is up.
   */
  failed(record: object, dependency: string | undefined): number | undefined;
  /** A record that may have failed before came to an end. True when the circuit closes by it; by its probe it always does. */
  ended(record: object): boolean;
  /** The wait is over: the next record to start is the probe. */
  probe(record: object): void;
}

export const circuit = ({ failures, minMs, maxMs, random }: CircuitOptions): Circuit => {
  const failing = new Map<object, string>();
  let state: CircuitState = 'closed';
  let dependency: string | undefined;
  let probing: object | undefined;
  let openings = 0;

  const open = (by: string): number => {
    state = 'open';
    dependency = by;
    probing = undefined;
    openings += 1;
    // Never at once: half of the ceiling at least is waited, the other half spreads the probes of many tasks.
    const ceiling = { minMs: minMs / 2, maxMs: maxMs / 2 };
    return fullJitter(ceiling, openings, 1) + fullJitter(ceiling, openings, random());
  };

  const close = (): void => {
    state = 'closed';
    dependency = undefined;
    probing = undefined;
    openings = 0;
    failing.clear();
  };

  return {
    get state() {
      return state;
    },
    get dependency() {
      return dependency;
    },
    failed: (record, by) => {
      if (by !== undefined) failing.set(record, by);
      if (state === 'half-open' && probing === record) return open(by ?? dependency ?? '');
      if (state !== 'closed' || by === undefined) return undefined;
      const together = [...failing.values()].filter((each) => each === by).length;
      return together >= failures ? open(by) : undefined;
    },
    ended: (record) => {
      const hadFailed = failing.delete(record);
      // A probe may have failed before the circuit closed the last time, when failures were forgotten.
      if (state === 'closed' || !(hadFailed || probing === record)) return false;
      close();
      return true;
    },
    probe: (record) => {
      state = 'half-open';
      probing = record;
    },
  };
};
