import { usageError } from '../../cli.error.ts';
import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { readTopicStates } from './read-topic-states.ts';
import { topicText } from './topic-text.ts';

export const topicsDescribeCommand: Registration = (topics, perform) => {
  topics
    .command('describe')
    .description('one topic: its settings, and where the log of each partition begins and ends')
    .argument('<topic>', 'a declared topic, or any other on the broker')
    .addHelpText('after', examples('orderflow topics describe orders.events'))
    .action((name: string, _options: object, command) =>
      perform(command, async (session) => {
        const [state] = await session.withTopics((admin) =>
          readTopicStates(admin, session.system.topics, [name]),
        );
        if (state === undefined || (state.declared === null && state.found === null)) {
          throw usageError(`no topic is called ${name}, neither declared nor on the broker`);
        }
        await session.answer(state, topicText);
        return exitCode.ok;
      }),
    );
};
