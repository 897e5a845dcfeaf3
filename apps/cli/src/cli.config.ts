import { z } from 'zod';
import { usageError } from './cli.error.ts';

const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(z.array(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, or several with commas between')));

// What `pnpm dev` runs, at the port that infra/local gives it.
const schema = z
  .object({
    KAFKA_BROKERS: brokers.optional(),
    ORDERFLOW_KAFKA_PORT: z.coerce.number().int().min(1).max(65_535).default(29_092),
  })
  .transform(({ KAFKA_BROKERS, ORDERFLOW_KAFKA_PORT }) => ({
    brokers: KAFKA_BROKERS ?? [`127.0.0.1:${ORDERFLOW_KAFKA_PORT}`],
  }));

/** What the command reads from its environment. */
export type CliConfig = z.output<typeof schema>;

/**
 * An empty variable counts as unset.
 * @param option the value of `--brokers`, which goes before the environment
 * @throws CliError with exit code 2 that names the variable or the option
 */
export function readCliConfig(
  environment: Readonly<Record<string, string | undefined>>,
  option?: string,
): CliConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse({ ...set, ...(option === undefined ? {} : { KAFKA_BROKERS: option }) });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const variable = String(issue?.path[0]);
  const name = variable === 'KAFKA_BROKERS' && option !== undefined ? '--brokers' : variable;
  throw usageError(`${name} ${issue?.message}`);
}
