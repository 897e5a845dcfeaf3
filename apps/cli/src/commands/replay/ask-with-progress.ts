import { CliError } from '../../cli.error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Output } from '../../io.ts';
import type { Session } from '../../session.ts';
import type { HandlerOptions } from './replay-options.ts';
import { askReplayProgram, type ReplayOutcome, type ReplayProgramOptions } from './replay-program.ts';
import { replayableGroup } from './replayable-group.ts';

/** Asks for one kind of outcome, and shows on a terminal how far it is. */
export async function askWithProgress<Kind extends ReplayOutcome['kind']>(
  session: Session,
  options: HandlerOptions,
  request: ReplayProgramOptions['request'],
  ...kinds: readonly Kind[]
): Promise<Extract<ReplayOutcome, { readonly kind: Kind }>> {
  const { service } = replayableGroup(options);
  const { stderr } = session.io;
  const outcome = await askReplayProgram(session, {
    service,
    environmentFile: options.envFile,
    request,
    onProgress: ({ phase, done, total }) =>
      draw(stderr, `${phase} ${percent(done, total)} (${done} of ${total})`),
  });
  await draw(stderr, '');
  if (isOf(outcome, kinds)) return outcome;
  throw new CliError('REPLAY_PROGRAM', exitCode.foundWrong, `the program answered with ${outcome.kind}`);
}

const isOf = <Kind extends ReplayOutcome['kind']>(
  outcome: ReplayOutcome,
  kinds: readonly Kind[],
): outcome is Extract<ReplayOutcome, { readonly kind: Kind }> => kinds.some((kind) => kind === outcome.kind);

const percent = (done: number, total: number): string =>
  `${total === 0 ? 100 : Math.floor((done / total) * 100)} %`;

const eraseLine = '\r\u001b[K';

/** One line that each drawing replaces; nothing where nobody watches. */
const draw = async (output: Output, line: string): Promise<void> => {
  if (output.isTerminal) await output.write(`${eraseLine}${line}`);
};
