import type { Ratio } from '../report.ts';

const goalMb = 200;

/** Resident memory of a service at rest, in units of the goal. */
export function residentMemory(service: string, bytes: number): Ratio {
  const megabytes = bytes / 1_048_576;
  return {
    name: `memory-${service}`,
    value: megabytes / goalMb,
    goal: 1,
    better: 'lower',
    detail: `${megabytes.toFixed(0)} MB resident to a goal of ${goalMb} MB`,
  };
}
