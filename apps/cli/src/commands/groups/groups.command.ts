import type { Registration } from '../../session.ts';
import { groupsDescribeCommand } from './describe.command.ts';
import { groupsListCommand } from './list.command.ts';
import { groupsResetCommand } from './reset.command.ts';

const verbs: readonly Registration[] = [groupsListCommand, groupsDescribeCommand, groupsResetCommand];

/** `orderflow groups`: who consumes, how far they are, and where they go on. */
export const groupsCommand: Registration = (program, perform) => {
  const groups = program.command('groups').description('consumer groups: members, positions, lag');
  for (const register of verbs) register(groups, perform);
};
