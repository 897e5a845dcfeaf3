import type { Registration } from '../../session.ts';
import { topicsListCommand } from './list.command.ts';

const verbs: readonly Registration[] = [topicsListCommand];

/** `orderflow topics`: what is declared, joined with what the broker has. */
export const topicsCommand: Registration = (program, perform) => {
  const topics = program.command('topics').description('declared topics and what the broker has of them');
  for (const register of verbs) register(topics, perform);
};
