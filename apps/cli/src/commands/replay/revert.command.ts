import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { askWithProgress } from './ask-with-progress.ts';
import { switchedText } from './outcome-text.ts';
import { withHandler, type HandlerOptions } from './replay-options.ts';

interface RevertOptions extends HandlerOptions {
  readonly id: string;
}

export const replayRevertCommand: Registration = (replay, perform) => {
  withHandler(replay.command('revert'))
    .description('lets readers see again the read model that they saw before the switch')
    .requiredOption('--id <id>', 'the replay’s id, as `replay run` printed it')
    .addHelpText(
      'after',
      examples(
        'orderflow replay revert --topic payments.events --handler payments-details --id 0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11',
      ),
    )
    .action((options: RevertOptions, command) =>
      perform(command, async (session) => {
        const { topic, handler: group, id } = options;
        const request = { action: 'revert', topic, group, id } as const;
        await session.answer(await askWithProgress(session, options, request, 'switched'), switchedText);
        return exitCode.ok;
      }),
    );
};
