import type { Course } from './course.ts';
import type { Worker } from './worker.ts';
import type { HaltPoint } from './worker-protocol.ts';

/** Instances of which each has a running worker, whatever becomes of the one before. */
export interface Crew {
  readonly instances: readonly string[];
  worker(instance: string): Worker;
  /** Kills an instance's worker and starts another. */
  replace(instance: string, halt?: { readonly at: HaltPoint; readonly time: number }): Promise<Worker>;
}

export const startCrew = (course: Course, instances: readonly string[]): Crew => {
  const workers = new Map(instances.map((instance) => [instance, course.worker(instance)]));
  const worker = (instance: string): Worker => {
    const found = workers.get(instance);
    if (found === undefined) throw new Error(`${instance} is not of the crew`);
    return found;
  };
  return {
    instances,
    worker,
    replace: async (instance, halt) => {
      await course.kill(worker(instance));
      const next = course.worker(instance, halt);
      workers.set(instance, next);
      return next;
    },
  };
};
