import { randomInt } from 'node:crypto';

/** Choices that look random and are the same again for the same seed and the same order of calls. */
export interface SeededChoices {
  /** To be printed: ORDERFLOW_SEED set to it repeats the choices. */
  readonly seed: number;
  /** An integer from `from` to below `below`. */
  integer(from: number, below: number): number;
  /** @throws RangeError for none to choose from. */
  pick<T>(from: readonly T[]): T;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Choices of their own for something that runs beside this, so that neither disturbs the other's order. */
  branch(): SeededChoices;
}

const seeds = 2 ** 31;

/** Marsaglia's xorshift32: never 0, and good enough for choosing faults. https://doi.org/10.18637/jss.v008.i14 */
const next = (state: number): number => {
  let x = state;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
};

/** @param seed from 0; default: ORDERFLOW_SEED, or else a random one. */
export function seededChoices(
  seed = process.env.ORDERFLOW_SEED ? Number(process.env.ORDERFLOW_SEED) : randomInt(seeds),
): SeededChoices {
  if (!Number.isSafeInteger(seed) || seed < 0 || seed >= seeds) throw new RangeError(`not a seed: ${seed}`);
  // Seeds that differ by one bit begin alike, which a multiplication by a large odd number mends.
  let state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  const fraction = (): number => {
    state = next(state);
    return state / 2 ** 32;
  };
  const integer = (from: number, below: number): number => from + Math.floor(fraction() * (below - from));
  return {
    seed,
    integer,
    pick: (from) => {
      for (const chosen of from.slice(integer(0, from.length))) return chosen;
      throw new RangeError('nothing to choose from');
    },
    chance: (probability) => fraction() < probability,
    branch: () => seededChoices(integer(0, seeds)),
  };
}
