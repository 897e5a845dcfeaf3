import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from '../error-code.ts';
import { infraFolder, workFolder } from '../settings/repository.ts';
import { SetupError } from '../setup-error.ts';

const run = promisify(execFile);

/**
 * Returns the folder with the jars of infra/kafka/pom.xml, fetched by Maven when this clone hasn't got them; it is complete or absent.
 * @param onFetch called before a fetch, which takes seconds to minutes.
 * @param folderOfAll where the folders of all versions are; default: `.orderflow/jars`.
 * @throws SetupError MAVEN_MISSING, JARS_UNAVAILABLE, DISK_FULL
 */
export async function jarFolder(
  onFetch: () => void,
  folderOfAll = join(workFolder, 'jars'),
): Promise<string> {
  const pom = join(infraFolder, 'kafka/pom.xml');
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 16);
  const folder = join(folderOfAll, digest);
  if (await hasFiles(folder)) return folder;
  onFetch();
  await mkdir(folderOfAll, { recursive: true });
  const incoming = await mkdtemp(join(folderOfAll, 'incoming-'));
  try {
    await run('mvn', [
      '-q',
      '-B',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${incoming}`,
    ]);
    await rename(incoming, folder);
  } catch (cause) {
    // Somebody else may have been faster: a folder with files can't be renamed over.
    if (await hasFiles(folder)) return folder;
    throw fetchFailure(cause);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return folder;
}

async function hasFiles(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).length > 0;
}

function fetchFailure(cause: unknown): SetupError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (errorCode(cause) === 'ENOENT') {
    return new SetupError(
      'MAVEN_MISSING',
      'There is no Maven, which fetches Kafka, Connect and Debezium',
      'Install it (Debian: apt-get install maven; macOS: brew install maven).',
      { cause },
    );
  }
  if (/no space left/i.test(text)) {
    return new SetupError(
      'DISK_FULL',
      'Maven found no space on the disk',
      'Free some space and start again.',
      {
        cause,
      },
    );
  }
  const reason = /\[ERROR\] (.*)/.exec(text)?.[1] ?? text;
  return new SetupError(
    'JARS_UNAVAILABLE',
    `Maven could not fetch Kafka, Connect and Debezium: ${reason}`,
    'Check the network and the mirrors of ~/.m2/settings.xml.',
    { cause },
  );
}
