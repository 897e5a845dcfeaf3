import { GroupNotEmptyError } from '@orderflow/kafka/core';
import { logPosition, offsetsAt, type LogPosition } from '../../arguments/log-position.ts';
import { partition } from '../../arguments/whole-number.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import type { Registration, Session } from '../../session.ts';
import { knownGroup } from './known-group.ts';
import { resetPlan } from './reset-plan.ts';
import { resetText } from './reset-text.ts';

interface ResetOptions {
  readonly topic: string;
  readonly to: LogPosition;
  readonly partition?: number;
  readonly yes?: boolean;
}

export const groupsResetCommand: Registration = (groups, perform) => {
  groups
    .command('reset')
    .description('moves a group’s offsets of one topic; a preview, unless --yes carries it out')
    .argument('<group>')
    .requiredOption('--topic <topic>', 'the topic whose offsets are moved')
    .requiredOption(
      '--to <position>',
      'earliest, latest, an offset (with --partition), or a time in RFC 3339',
      logPosition,
    )
    .option('--partition <number>', 'only this partition', partition)
    .option('--yes', 'carry it out; refused with exit code 3 while the group has members')
    .addHelpText(
      'after',
      examples(
        'orderflow groups reset payments-details --topic payments.events --to earliest',
        'orderflow groups reset orders --topic payments.events --to 2026-01-31T12:00:00Z',
        'orderflow groups reset orders --topic payments.events --to 1200 --partition 3 --yes',
      ),
    )
    .action((group: string, options: ResetOptions, command) =>
      perform(command, (session) => reset(session, group, options)),
    );
};

const reset = (session: Session, group: string, options: ResetOptions): Promise<ExitCode> =>
  session.withGroups(async (admin) => {
    const { topic, to, yes = false } = options;
    const targets = await session.withTopics((topics) => offsetsAt(topics, topic, to, options.partition));
    const state = await knownGroup(admin, group, session);
    const members = state.members.map(({ instanceId, memberId }) => instanceId ?? memberId);
    const steps = resetPlan(await admin.positions(group, topic), targets);
    if (yes && members.length > 0) throw new GroupNotEmptyError(group);
    if (yes && steps.length > 0) {
      const offsets = new Map(steps.map(({ partition, target }) => [partition, target]));
      await admin.setOffsets(group, topic, offsets);
    }
    await session.answer({ group, topic, carriedOut: yes, members, steps }, resetText);
    return exitCode.ok;
  });
