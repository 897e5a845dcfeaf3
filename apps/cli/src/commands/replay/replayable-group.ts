import { replayModeOf, type ConsumerGroup } from '@orderflow/contracts';
import { refusal, usageError } from '../../cli.error.ts';
import type { DeclaredSystem } from '../../declared-system.ts';
import type { HandlerOptions } from './replay-options.ts';

/** The declaration of the handler that is meant. @throws CliError where there is none, or where it may never be replayed */
export const replayableGroup = (
  { groups }: Pick<DeclaredSystem, 'groups'>,
  { handler, topic }: HandlerOptions,
): ConsumerGroup => {
  const group = groups.find((declared) => declared.group === handler);
  if (group === undefined) throw usageError(`no consumer group is called ${handler}`);
  if (!group.topics.includes(topic)) {
    throw usageError(`${handler} reads ${group.topics.join(', ')}, not ${topic}`);
  }
  if (replayModeOf(group) === 'never') {
    throw refusal('REPLAY_NOT_ALLOWED', `the handler of ${topic} in group ${handler} may never be replayed`);
  }
  return group;
};
