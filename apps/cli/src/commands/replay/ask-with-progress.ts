import { CliError } from '../../cli.error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Output } from '../../io.ts';
import { progress, type Progress } from '../../output/progress.ts';
import type { Session } from '../../session.ts';
import type { HandlerOptions } from './replay-options.ts';
import {
  askReplayProgram,
  type ReplayOutcome,
  type ReplayProgramOptions,
  type ReplayProgress,
} from './replay-program.ts';
import { replayableGroup } from './replayable-group.ts';

/** Asks for one kind of outcome, and shows on a terminal how far it is. */
export async function askWithProgress<Kind extends ReplayOutcome['kind']>(
  session: Session,
  options: HandlerOptions,
  request: ReplayProgramOptions['request'],
  ...kinds: readonly Kind[]
): Promise<Extract<ReplayOutcome, { readonly kind: Kind }>> {
  const { service } = replayableGroup(session.system, options);
  await using phases = barOfPhases(session.io.stderr);
  const outcome = await askReplayProgram(session, {
    service,
    environmentFile: options.envFile,
    request,
    onProgress: phases.reached,
  });
  if (isOf(outcome, kinds)) return outcome;
  throw new CliError('REPLAY_PROGRAM', exitCode.internal, `the program answered with ${outcome.kind}`);
}

const isOf = <Kind extends ReplayOutcome['kind']>(
  outcome: ReplayOutcome,
  kinds: readonly Kind[],
): outcome is Extract<ReplayOutcome, { readonly kind: Kind }> => kinds.some((kind) => kind === outcome.kind);

/** One bar at a time, a new one for each phase. */
const barOfPhases = (output: Output) => {
  let phase = '';
  let bar: Progress | undefined;
  return {
    reached: async (reached: ReplayProgress): Promise<void> => {
      if (bar === undefined || reached.phase !== phase) {
        await bar?.[Symbol.asyncDispose]();
        ({ phase } = reached);
        bar = progress(output, phase, reached.total);
      }
      await bar.reached(reached.done);
    },
    [Symbol.asyncDispose]: async () => bar?.[Symbol.asyncDispose](),
  };
};
