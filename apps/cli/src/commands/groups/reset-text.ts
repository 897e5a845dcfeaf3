import { table } from '../../output/table.ts';
import type { ResetStep } from './reset-plan.ts';

/** A reset as it would be, or was, carried out. */
export interface Reset {
  readonly group: string;
  readonly topic: string;
  readonly carriedOut: boolean;
  /** Who holds the group now, by instance id or, for other clients, by member id. */
  readonly members: readonly string[];
  readonly steps: readonly ResetStep[];
}

export const resetText = (reset: Reset): string => {
  if (reset.steps.length === 0) return `${reset.group} stands there already on ${reset.topic}.\n`;
  return `${stepTable(reset)}\n${consequence(reset)}\n${closing(reset)}\n`;
};

const stepTable = ({ steps }: Reset): string =>
  table(
    [
      { title: 'PARTITION', align: 'right' },
      { title: 'COMMITTED', align: 'right' },
      { title: 'TO', align: 'right' },
      { title: 'REPEATED', align: 'right' },
      { title: 'SKIPPED', align: 'right' },
    ],
    steps.map(({ partition, committed, target, repeated, skipped }) =>
      [partition, committed ?? '-', target, repeated, skipped].map(String),
    ),
  );

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, each) => total + each, 0n);

const consequence = ({ group, topic, steps }: Reset): string => {
  const repeated = sum(steps.map((step) => step.repeated));
  const skipped = sum(steps.map((step) => step.skipped));
  const parts = [
    ...(repeated > 0n ? [`handles ${repeated} offsets of ${topic} again`] : []),
    ...(skipped > 0n ? [`never handles ${skipped} offsets of ${topic}`] : []),
  ];
  return parts.length === 0
    ? `${group} starts where it would have started anyway, by a committed offset now.`
    : `${group} ${parts.join(' and ')}.`;
};

const closing = ({ carriedOut, group, members }: Reset): string => {
  if (carriedOut) return 'Done.';
  if (members.length === 0) return 'Nothing was changed. Carry it out with --yes.';
  return `Nothing was changed. ${group} has members (${members.join(', ')}): stop them, then carry it out with --yes.`;
};
