import type { Registration } from '../../session.ts';
import { topicsDescribeCommand } from './describe.command.ts';
import { topicsDriftCommand } from './drift.command.ts';
import { topicsListCommand } from './list.command.ts';
import { topicsTailCommand } from './tail.command.ts';

const verbs: readonly Registration[] = [
  topicsListCommand,
  topicsDescribeCommand,
  topicsDriftCommand,
  topicsTailCommand,
];

/** `orderflow topics`: what is declared, joined with what the broker has. */
export const topicsCommand: Registration = (program, perform) => {
  const topics = program.command('topics').description('declared topics and what the broker has of them');
  for (const register of verbs) register(topics, perform);
};
