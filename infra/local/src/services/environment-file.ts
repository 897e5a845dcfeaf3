import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackLayout } from '../stack/stack-layout.ts';
import type { ServiceEnvironment } from './service-definitions.ts';

/**
 * Writes what a service is given to `<service>.env` beside its log, readable by its owner alone, for the programs that are run by hand:
 * `orderflow replay` finds it there.
 */
export async function writeEnvironmentFile(
  { folder }: Pick<StackLayout, 'folder'>,
  service: string,
  environment: ServiceEnvironment,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${service}.env`), environmentText(environment), { mode: 0o600 });
}

/** Variables as `node --env-file` reads them. */
export const environmentText = (environment: ServiceEnvironment): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
    .join('');

/** The format has no way to escape a quote: each value takes one that it doesn't hold. */
function quoted(name: string, value: string): string {
  const quote = [`'`, '"', '`'].find((each) => !value.includes(each));
  if (quote === undefined) throw new RangeError(`${name} holds every kind of quote`);
  return `${quote}${value}${quote}`;
}
