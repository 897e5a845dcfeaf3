import type { Rebuilt, Verified } from '@orderflow/replay';
import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { askWithProgress } from './ask-with-progress.ts';
import { rebuiltText, verifiedText } from './outcome-text.ts';
import { rangeOf, withRange, type RangeOptions } from './replay-options.ts';

/** How many differences are told in full; all are counted. */
const reportLimit = 100;

export const replayRunCommand: Registration = (replay, perform) => {
  withRange(replay.command('run'))
    .description(
      'by the handler’s mode: rebuilds its read model beside the live one and compares the two, or verifies its outputs; exit code 1 where anything differs',
    )
    .addHelpText(
      'after',
      examples(
        'orderflow replay run --topic payments.events --handler payments-details --rate 5000',
        'orderflow replay run --topic orders.events --handler payments --key 0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11',
      ),
    )
    .action((options: RangeOptions, command) =>
      perform(command, async (session) => {
        const request = { action: 'run', id: session.io.newId(), reportLimit, ...rangeOf(options) } as const;
        const outcome = await askWithProgress(session, options, request, 'rebuilt', 'verified');
        await session.answer(outcome, (each) =>
          each.kind === 'rebuilt' ? rebuiltText(each) : verifiedText(each),
        );
        return isEqual(outcome) ? exitCode.ok : exitCode.foundWrong;
      }),
    );
};

const isEqual = ({ differing, failed }: Rebuilt | Verified): boolean => differing === 0 && failed === 0;
