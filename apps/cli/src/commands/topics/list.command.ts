import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { readTopicStates } from './read-topic-states.ts';
import { topicListText } from './topic-list-text.ts';

export const topicsListCommand: Registration = (topics, perform) => {
  topics
    .command('list')
    .description('every declared topic with its settings and how many offsets it holds')
    .option('--all', 'also the topics that nobody declared, the broker’s own included')
    .addHelpText('after', examples('orderflow topics list', 'orderflow topics list --all --json'))
    .action(({ all = false }: { all?: boolean }, command) =>
      perform(command, async (session) => {
        const declared = session.system.topics;
        const states = await session.withTopics(async (admin) => {
          const names = declared.map(({ name }) => name);
          const present = all ? await admin.listTopics() : [];
          const others = present.filter((name) => !names.includes(name));
          return readTopicStates(admin, declared, [
            ...names,
            ...others.toSorted((a, b) => a.localeCompare(b)),
          ]);
        });
        await session.answer({ topics: states }, topicListText);
        return exitCode.ok;
      }),
    );
};
