import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { driftText } from './drift-text.ts';
import { readTopicStates } from './read-topic-states.ts';

export const topicsDriftCommand: Registration = (topics, perform) => {
  topics
    .command('drift')
    .description('every difference between the declared topics and the broker; exit code 1 when there is one')
    .addHelpText('after', examples('orderflow topics drift', 'orderflow topics drift --json'))
    .action((_options: object, command) =>
      perform(command, async (session) => {
        const declared = session.system.topics;
        const states = await session.withTopics((admin) =>
          readTopicStates(
            admin,
            declared,
            declared.map(({ name }) => name),
          ),
        );
        const drift = states.flatMap((state) => state.drift);
        await session.answer({ drift }, driftText);
        return drift.length === 0 ? exitCode.ok : exitCode.foundWrong;
      }),
    );
};
