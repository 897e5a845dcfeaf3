import type { SeededChoices } from '@orderflow/test-harness';
import type { CourseCounts } from './course.ts';

/** Writes what a course came to, and the seed that repeats its choices, on one line of standard output. */
export const printCounts = (
  title: string,
  { seed }: SeededChoices,
  counts: CourseCounts,
  more: Readonly<Record<string, number>> = {},
): void => {
  const words = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const told = Object.entries({ ...counts, ...more }).map(([name, count]) => `${count} ${words(name)}`);
  process.stdout.write(`${title}: ${told.join(', ')}; seed ${seed}\n`);
};
