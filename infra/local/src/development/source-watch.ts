import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryRoot } from '../settings/repository.ts';

/** Saving writes a file more than once, and a branch switch writes many. */
const quietMs = 200;

/** Whether a path below apps/ or packages/ is one that a build reads. */
export function isSource(path: string): boolean {
  const parts = path.split(sep);
  return parts[1] === 'src' && path.endsWith('.ts') && !path.endsWith('.spec.ts');
}

/**
 * Yields once for each burst of changes to the sources, after it has been quiet; changes during the consumer's work count as one more.
 */
export async function* sourceChanges(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  let changed = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const watchers = ['apps', 'packages'].map((folder) =>
    watch(join(repositoryRoot, folder), { recursive: true }, (_, path) => {
      if (path === null || !isSource(path)) return;
      clearTimeout(timer);
      timer = setTimeout(() => changed.resolve(), quietMs);
    }),
  );
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => aborted.resolve());
  try {
    while (!signal.aborted) {
      await Promise.race([changed.promise, aborted.promise]);
      if (signal.aborted) return;
      changed = Promise.withResolvers<void>();
      yield;
    }
  } finally {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  }
}
