import { resolve } from 'node:path';

/** Where a service's replay program is, and where its variables are looked for. */
export interface ReplayProgramPaths {
  readonly program: string;
  readonly environmentFile: string;
}

const apps = resolve(import.meta.dirname, '../../../..');

/**
 * `ORDERFLOW_APPS` is the folder of the built services, by default the one beside this command; `ORDERFLOW_DATA` is where development
 * keeps its data.
 */
export const replayProgramPaths = (
  service: string,
  { ORDERFLOW_APPS, ORDERFLOW_DATA }: Readonly<Record<string, string | undefined>>,
): ReplayProgramPaths => ({
  program: resolve(ORDERFLOW_APPS || apps, service, 'dist/replay.js'),
  environmentFile: resolve(ORDERFLOW_DATA || resolve(apps, '../.orderflow'), 'dev', `${service}.env`),
});
