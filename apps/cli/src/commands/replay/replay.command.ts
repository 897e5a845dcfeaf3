import type { Registration } from '../../session.ts';
import { replayPlanCommand } from './plan.command.ts';
import { replayRevertCommand } from './revert.command.ts';
import { replayRunCommand } from './run.command.ts';
import { replaySwitchCommand } from './switch.command.ts';

const verbs: readonly Registration[] = [
  replayPlanCommand,
  replayRunCommand,
  replaySwitchCommand,
  replayRevertCommand,
];

/** `orderflow replay`: records of a topic once more to a handler, by the mode that the handler declares. */
export const replayCommand: Registration = (program, perform) => {
  const replay = program
    .command('replay')
    .description('replays a topic to a handler; no offset moves, nothing is produced, no provider is called');
  for (const register of verbs) register(replay, perform);
};
