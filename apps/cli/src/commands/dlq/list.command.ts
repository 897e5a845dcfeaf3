import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { parkedJson, type ParkedJson } from './parked-json.ts';
import { parkedText } from './parked-text.ts';
import { parkedSources } from './parked-source.ts';
import { readParked } from './read-parked.ts';

interface ListOptions {
  readonly topic?: string;
  readonly group?: string;
  readonly letters?: boolean;
}

export const dlqListCommand: Registration = (dlq, perform) => {
  dlq
    .command('list')
    .description('how many dead letters there are, by topic and reason, and which keys are quarantined')
    .option('--topic <topic>', 'only what was read from this topic')
    .option('--group <group>', 'only what this group parked')
    .option('--letters', 'also one line for each dead letter that is not settled')
    .addHelpText(
      'after',
      examples('orderflow dlq list', 'orderflow dlq list --topic payments.events --group orders --letters'),
    )
    .action((options: ListOptions, command) =>
      perform(command, async (session) => {
        const answer: ParkedJson[] = [];
        for (const source of parkedSources(session.system, options)) {
          const parked = await readParked(session, source);
          answer.push(parkedJson(parked, { letters: options.letters === true }));
        }
        await session.answer({ parked: answer }, parkedText);
        return exitCode.ok;
      }),
    );
};
