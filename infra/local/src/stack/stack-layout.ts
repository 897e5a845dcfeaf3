import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const servicePrefix = 'service-';

/** Where one stack keeps what it has on the disk. */
export interface StackLayout {
  readonly folder: string;
  readonly stateFile: string;
  readonly lockFile: string;
  part(name: 'postgres' | 'kafka' | 'connect'): PartLayout;
  service(name: string): PartLayout;
  /** Services that have been started here and may still run. */
  serviceNames(): Promise<string[]>;
}

export interface PartLayout {
  readonly dataFolder: string;
  readonly logFile: string;
  readonly pidFile: string;
}

/** @param folder absolute; holds nothing else. */
export function stackLayout(folder: string): StackLayout {
  const partLayout = (name: string): PartLayout => ({
    dataFolder: join(folder, name),
    logFile: join(folder, 'logs', `${name}.log`),
    pidFile: join(folder, 'pids', `${name}.json`),
  });
  return {
    folder,
    stateFile: join(folder, 'state.json'),
    lockFile: join(folder, 'lock.json'),
    part: partLayout,
    service: (name) => partLayout(`${servicePrefix}${name}`),
    serviceNames: async () => {
      const files = await readdir(join(folder, 'pids')).catch((): string[] => []);
      return files
        .filter((file) => file.startsWith(servicePrefix) && file.endsWith('.json'))
        .map((file) => file.slice(servicePrefix.length, -'.json'.length));
    },
  };
}
