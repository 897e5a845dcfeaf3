import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../settings/repository.ts';

const scope = '@orderflow/';

/**
 * Returns what the built code of an app and of the workspace packages that it depends on hashes to, so that only the services that a
 * change reaches are restarted.
 */
export async function serviceFingerprint(app: string): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of await closureOf(join(repositoryRoot, 'apps', app))) {
    const dist = join(folder, 'dist');
    const files = await readdir(dist, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.js')).toSorted()) {
      hash.update(file).update(await readFile(join(dist, file)));
    }
  }
  return hash.digest('hex');
}

async function closureOf(folder: string, found: Set<string> = new Set()): Promise<Set<string>> {
  if (found.has(folder)) return found;
  found.add(folder);
  for (const name of await workspaceDependencies(folder)) {
    await closureOf(join(repositoryRoot, 'packages', name), found);
  }
  return found;
}

async function workspaceDependencies(folder: string): Promise<string[]> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return [];
  return Object.keys(manifest.dependencies ?? {})
    .filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length));
}
