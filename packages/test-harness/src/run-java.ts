import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { jarFolder } from '@orderflow/infra-local';

const run = promisify(execFile);
const silently = (): void => undefined;

/**
 * Runs a single-file Java program with Kafka's own jars on its class path, and returns the lines of its standard output;
 * rejects when it ends with an error. For what only the Java client can prove, which is the one all others are measured by.
 *
 * @param program path of the source file
 */
export const runJava = async (program: string, args: readonly string[]): Promise<readonly string[]> => {
  const jars = await jarFolder(silently);
  const thrifty = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const { stdout } = await run('java', [...thrifty, '-cp', `${jars}/*`, program, ...args]);
  return stdout.split('\n').filter((line) => line !== '');
};
