import type { Registration } from '../../session.ts';
import { dlqDiscardCommand, dlqRedriveCommand } from './act.command.ts';
import { dlqListCommand } from './list.command.ts';
import { dlqShowCommand } from './show.command.ts';

const verbs: readonly Registration[] = [dlqListCommand, dlqShowCommand, dlqRedriveCommand, dlqDiscardCommand];

/** `orderflow dlq`: what could not be handled, and what becomes of it. */
export const dlqCommand: Registration = (program, perform) => {
  const dlq = program.command('dlq').description('dead letters and quarantined keys');
  for (const register of verbs) register(dlq, perform);
};
