import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { infraFolder } from '../settings/repository.ts';
import { SetupError } from '../setup-error.ts';

const run = promisify(execFile);
const remedy =
  'Install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17).';

/** The feature release of `java -version`'s output: 17 of "17.0.15", 8 of "1.8.0_402". */
export function javaRelease(output: string): number | undefined {
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (version === null) return undefined;
  const [, major, minor] = version;
  return Number(major === '1' ? minor : major);
}

/**
 * Checks that the `java` on PATH runs Kafka 4.
 * @throws SetupError JAVA_MISSING, JAVA_TOO_OLD
 */
export async function checkJava(): Promise<void> {
  let output: string;
  try {
    const { stdout, stderr } = await run('java', ['-version']);
    output = stdout + stderr;
  } catch (cause) {
    throw new SetupError('JAVA_MISSING', 'There is no Java, which Kafka and Connect run on', remedy, {
      cause,
    });
  }
  const release = javaRelease(output);
  if (release === undefined || release < 17) {
    throw new SetupError(
      'JAVA_TOO_OLD',
      `Java is ${release ?? 'of an unknown release'} and Kafka needs 17`,
      remedy,
    );
  }
}

/** Arguments for a long-running program of the jars, with its log on standard output. */
export function javaArguments(jars: string, heap: string, program: readonly string[]): string[] {
  const logging = `-Dlog4j2.configurationFile=${join(infraFolder, 'kafka/log4j2.yaml')}`;
  // On a machine with few cores the compiler's and the collector's threads would take what the services need.
  const thrifty = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const machine = [`-Xmx${heap}`, ...thrifty, '-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true'];
  return [...machine, logging, '-cp', `${jars}/*`, ...program];
}

/** A Java program needs to find its machine, and nothing else of ours. */
export function javaEnvironment(): Record<string, string | undefined> {
  return { PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME, LANG: 'C.UTF-8' };
}
