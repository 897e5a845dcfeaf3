import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { askWithProgress } from './ask-with-progress.ts';
import { switchedText } from './outcome-text.ts';
import { withHandler, type HandlerOptions } from './replay-options.ts';

interface SwitchOptions extends HandlerOptions {
  readonly id: string;
}

export const replaySwitchCommand: Registration = (replay, perform) => {
  withHandler(replay.command('switch'))
    .description('lets readers see the read model that a run has built, at once and all of them')
    .requiredOption('--id <id>', 'the replay’s id, as `replay run` printed it')
    .addHelpText(
      'after',
      examples(
        'orderflow replay switch --topic payments.events --handler payments-details --id 0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11',
      ),
    )
    .action((options: SwitchOptions, command) =>
      perform(command, async (session) => {
        const { topic, handler: group, id } = options;
        const request = { action: 'switch', topic, group, id } as const;
        await session.answer(await askWithProgress(session, options, request, 'switched'), switchedText);
        return exitCode.ok;
      }),
    );
};
