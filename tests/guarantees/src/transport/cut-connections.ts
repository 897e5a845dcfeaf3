import { setTimeout as pause } from 'node:timers/promises';
import type { SeededChoices, TcpProxy } from '@orderflow/test-harness';

const mostBytes = 60_000;
const mostPauseMs = 800;
/** A broker that leads nothing would take minutes to send so much: then all its connections are cut, in whatever they are. */
const impatienceMs = 2_000;

/** Cuts connections so many times, now one in the midst of a request, now one in the midst of an answer, now all of them at once. */
export const cutConnections = async (
  proxy: TcpProxy,
  choices: SeededChoices,
  times: number,
): Promise<void> => {
  for (let time = 1; time <= times; time += 1) {
    if (choices.chance(0.2)) proxy.cut();
    else await cutInTheMidst(proxy, choices);
    await pause(choices.integer(0, mostPauseMs));
  }
};

const cutInTheMidst = async (proxy: TcpProxy, choices: SeededChoices): Promise<void> => {
  const isCut = proxy.cutAfter(choices.integer(0, mostBytes), choices.pick(['requests', 'answers']));
  const timer = setTimeout(() => proxy.cut(), impatienceMs);
  await isCut;
  clearTimeout(timer);
};
