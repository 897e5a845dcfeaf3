import { setTimeout as pause } from 'node:timers/promises';
import type { SeededChoices } from '@orderflow/test-harness';
import type { Course } from './course.ts';
import type { Worker } from './worker.ts';

export interface StormOptions {
  readonly choices: SeededChoices;
  /** How often somebody joins or leaves, a second apart. */
  readonly beats: number;
  /** How many of those who leave are killed, from 0 to 1; default 0. Each holds its tasks until its session is over. */
  readonly killed?: number;
}

const beatMs = 1_000;
const mostGuests = 3;

/** Members join and leave, one a second, also while they are still joining; in the end those that were there before are alone again. */
export const rebalanceStorm = async (
  course: Course,
  { choices, beats, killed = 0 }: StormOptions,
): Promise<void> => {
  const guests: Worker[] = [];
  const leaving: Promise<void>[] = [];
  const leave = (guest: Worker): void =>
    void leaving.push(choices.chance(killed) ? course.kill(guest) : guest.stop());

  for (let beat = 1; beat <= beats; beat += 1) {
    const [longest] = guests;
    if (longest && (guests.length === mostGuests || choices.chance(0.5))) {
      guests.shift();
      leave(longest);
    } else {
      guests.push(course.worker(`guest-${beat}`));
    }
    await pause(beatMs);
  }
  guests.forEach(leave);
  await Promise.all(leaving);
};
