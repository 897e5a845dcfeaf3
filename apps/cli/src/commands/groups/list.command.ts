import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { groupListText } from './group-list-text.ts';
import type { GroupState } from './group-state.ts';
import { readGroupState } from './read-group-state.ts';

export const groupsListCommand: Registration = (groups, perform) => {
  groups
    .command('list')
    .description('every declared group with its state and how far it is behind')
    .option('--all', 'also the groups that nobody declared')
    .addHelpText('after', examples('orderflow groups list', 'orderflow groups list --all --json'))
    .action(({ all = false }: { all?: boolean }, command) =>
      perform(command, async (session) => {
        const { system, io } = session;
        const states = await session.withGroups(async (admin) => {
          const declared = system.groups.map(({ group }) => group);
          const present = all ? await admin.listGroups() : [];
          const names = new Set([...declared, ...present]);
          const read: GroupState[] = [];
          for (const name of names) read.push(await readGroupState(admin, name, { system, now: io.now() }));
          return read;
        });
        await session.answer({ groups: states }, groupListText);
        return exitCode.ok;
      }),
    );
};
