import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errorCode } from '../error-code.ts';

const run = promisify(execFile);

/**
 * Field 22 of a stat file, or undefined for a process that has ended and only waits for its parent.
 * A process whose first thread has ended while others still end holds its ports and files for that while.
 */
export function startTimeOfStat(stat: string): string | undefined {
  // The second field is the command in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const threads = Number(fields[17]);
  return state === 'Z' && threads <= 1 ? undefined : fields[19];
}

/**
 * Returns when a process started, in units of the system, or undefined when it doesn't run.
 * A process id is reused; the pair of id and start time is not.
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      return startTimeOfStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return undefined;
      throw error;
    }
  }
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  const [state, ...started] = stdout.trim().split(/\s+/);
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ');
}
