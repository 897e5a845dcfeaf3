import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { groupText } from './group-text.ts';
import { knownGroup } from './known-group.ts';

export const groupsDescribeCommand: Registration = (groups, perform) => {
  groups
    .command('describe')
    .description('one group: its members with their instances, and where it stands on each partition')
    .argument('<group>')
    .addHelpText('after', examples('orderflow groups describe payments'))
    .action((group: string, _options: object, command) =>
      perform(command, async (session) => {
        const state = await session.withGroups((admin) => knownGroup(admin, group, session));
        await session.answer(state, groupText);
        return exitCode.ok;
      }),
    );
};
