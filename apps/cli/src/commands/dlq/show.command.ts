import { offset, partition } from '../../arguments/whole-number.ts';
import { usageError } from '../../cli.error.ts';
import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration, Session } from '../../session.ts';
import { deadLetterJson, type DeadLetterJson } from './dead-letter-json.ts';
import { deadLetterText } from './dead-letter-text.ts';
import { oneParkedSource } from './parked-source.ts';
import { readDeadLetterAt } from './read-dead-letter-at.ts';
import { readParked } from './read-parked.ts';

interface ShowOptions {
  readonly topic?: string;
  readonly group?: string;
  readonly partition: number;
  readonly offset: bigint;
}

export const dlqShowCommand: Registration = (dlq, perform) => {
  dlq
    .command('show')
    .description('one dead letter: where it comes from, its error, its bytes, and what has become of it')
    .option('--topic <topic>', 'the topic it was read from; needed where the group reads several')
    .option('--group <group>', 'the group that parked it; needed where several read the topic')
    .requiredOption('--partition <number>', 'its partition', partition)
    .requiredOption('--offset <offset>', 'its offset in the dead-letter topic', offset)
    .addHelpText('after', examples('orderflow dlq show --group orders --partition 3 --offset 17'))
    .action((options: ShowOptions, command) =>
      perform(command, async (session) => {
        await session.answer(await show(session, options), deadLetterText);
        return exitCode.ok;
      }),
    );
};

const show = async (session: Session, options: ShowOptions): Promise<DeadLetterJson> => {
  const source = oneParkedSource(session.system, options);
  const { partition, offset } = options;
  const letter = await readDeadLetterAt(session, source.deadLetters, { partition, offset });
  if (letter === undefined) {
    throw usageError(`no dead letter stands at ${source.deadLetters}[${partition}]@${offset}`);
  }
  const { letters, acts } = await readParked(session, source);
  const tracked = letters.find((each) => each.partition === partition && each.offset === offset);
  return deadLetterJson(letter, tracked, acts);
};
