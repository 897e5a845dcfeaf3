/** A row of `effects` as each statement here returns it. */
export interface EffectRow {
  readonly handler: string;
  readonly input_id: string;
  readonly effect: string;
  readonly request_hash: string;
  readonly key: string;
  readonly started_at: Date;
  readonly age_ms: number;
  readonly attempts: number;
  readonly provider_reference: string | null;
  readonly outcome: string | null;
}

const columns = `handler, input_id, effect, request_hash, key, started_at, attempts, provider_reference, outcome,
  (extract(epoch FROM clock_timestamp() - started_at) * 1000)::float8 AS age_ms`;

export const beginEffect = {
  name: 'effect_begin',
  // A settled or differing row stays untouched and returns nothing; it is then read.
  text: `INSERT INTO public.effects AS e (handler, input_id, effect, request_hash, key) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (handler, input_id, effect) DO UPDATE SET attempts = e.attempts + 1
         WHERE e.settled_at IS NULL AND e.request_hash = excluded.request_hash
         RETURNING ${columns}`,
};

export const findEffect = {
  name: 'effect_find',
  text: `SELECT ${columns} FROM public.effects WHERE handler = $1 AND input_id = $2 AND effect = $3`,
};

export const settleEffect = {
  name: 'effect_settle',
  text: `UPDATE public.effects SET provider_reference = $4, outcome = $5, settled_at = clock_timestamp()
         WHERE handler = $1 AND input_id = $2 AND effect = $3 AND settled_at IS NULL RETURNING ${columns}`,
};

export const unresolvedEffects = {
  name: 'effects_unresolved',
  text: `SELECT ${columns} FROM public.effects WHERE settled_at IS NULL ORDER BY started_at LIMIT $1`,
};

export const countUnresolvedEffects = {
  name: 'effects_unresolved_count',
  text: 'SELECT count(*)::integer AS count FROM public.effects WHERE settled_at IS NULL',
};
