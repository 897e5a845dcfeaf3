import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lastComplaint } from '../process/readiness.ts';
import { repositoryRoot } from '../settings/repository.ts';
import { SetupError } from '../setup-error.ts';
import { type ServiceContext, serviceDefinitions } from './service-definitions.ts';

const run = promisify(execFile);

/**
 * Brings every service's database to its newest schema, by the service's own program as its own role.
 * @throws SetupError MIGRATION_FAILED
 */
export async function migrateDatabases(context: ServiceContext): Promise<void> {
  await Promise.all(
    serviceDefinitions.map(async ({ name, migrate, environment }) => {
      if (migrate === undefined) return;
      try {
        await run(process.execPath, ['--enable-source-maps', migrate], {
          cwd: repositoryRoot,
          env: { PATH: process.env.PATH, ...environment(context) },
        });
      } catch (cause) {
        const text = cause instanceof Error ? cause.message : String(cause);
        throw new SetupError(
          'MIGRATION_FAILED',
          `The migrations of ${name} failed: ${lastComplaint(text)}`,
          'See apps/' + name + '/src/migrations.',
          { cause },
        );
      }
    }),
  );
}
