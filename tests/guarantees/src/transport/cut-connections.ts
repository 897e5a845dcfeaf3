import { setTimeout as pause } from 'node:timers/promises';
import type { SeededChoices, TcpProxy } from '@orderflow/test-harness';

const mostBytes = 60_000;
const mostPauseMs = 800;

/** Cuts connections so many times, now one in the midst of a request, now one in the midst of an answer, now all of them at once. */
export const cutConnections = async (
  proxy: TcpProxy,
  choices: SeededChoices,
  times: number,
): Promise<void> => {
  for (let time = 1; time <= times; time += 1) {
    if (choices.chance(0.2)) proxy.cut();
    else await proxy.cutAfter(choices.integer(0, mostBytes), choices.pick(['requests', 'answers']));
    await pause(choices.integer(0, mostPauseMs));
  }
};
