import { join, resolve } from 'node:path';

/** The folder of the clone that this file belongs to. */
export const repositoryRoot = resolve(import.meta.dirname, '../../../..');

/** Everything that a start leaves on the disk, and that deleting would only cost time and development data. */
export const workFolder = join(repositoryRoot, '.orderflow');

export const infraFolder = join(repositoryRoot, 'infra');
