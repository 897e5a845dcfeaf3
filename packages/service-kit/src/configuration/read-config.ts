import type { z } from 'zod';

/** One variable that stands wrong, with what it should be; never with its value, which may be a secret. */
export interface BadVariable {
  readonly name: string;
  readonly detail: string;
}

/** Says every variable of the environment that stands wrong, in one error. */
export class ConfigurationError extends Error {
  readonly code = 'INVALID_CONFIGURATION';
  readonly variables: readonly BadVariable[];

  constructor(variables: readonly BadVariable[]) {
    const lines = variables.map(({ name, detail }) => `  ${name}: ${detail}`);
    super(['The environment is not valid:', ...lines].join('\n'));
    this.name = 'ConfigurationError';
    this.variables = variables;
  }
}

/**
 * Returns the configuration that a schema reads from the environment. An empty variable counts as unset, so that
 * `NAME=` in a file of settings falls back to the default.
 *
 * @throws ConfigurationError that lists every bad variable and no value
 */
export function readConfig<S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<S> {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => {
      const name = issue.path.map(String).join('.') || '(environment)';
      return { name, detail: name in set ? issue.message : `is required (${issue.message})` };
    }),
  );
}
