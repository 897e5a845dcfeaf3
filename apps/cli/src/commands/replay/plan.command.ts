import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { askWithProgress } from './ask-with-progress.ts';
import { planText } from './plan-text.ts';
import { rangeOf, withRange, type RangeOptions } from './replay-options.ts';

export const replayPlanCommand: Registration = (replay, perform) => {
  withRange(replay.command('plan'))
    .description(
      'what a replay would read, which effects the ledger would answer, and how long it would take',
    )
    .addHelpText(
      'after',
      examples(
        'orderflow replay plan --topic payments.events --handler payments-details',
        'orderflow replay plan --topic orders.events --handler payments --from 2026-01-31T12:00:00Z --json',
      ),
    )
    .action((options: RangeOptions, command) =>
      perform(command, async (session) => {
        const request = { action: 'plan', ...rangeOf(options) } as const;
        await session.answer(await askWithProgress(session, options, request, 'plan'), planText);
        return exitCode.ok;
      }),
    );
};
