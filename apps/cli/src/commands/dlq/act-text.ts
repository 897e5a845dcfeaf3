import { printable } from '../../output/bytes.ts';
import { table } from '../../output/table.ts';
import type { Act, ActStep } from './act.ts';
import { keyText } from './parked-text.ts';

export const actText = (act: Act): string => `${stepTable(act)}\n${summary(act)}\n${closing(act)}\n`;

const stepTable = ({ waited, steps }: Act): string =>
  table(
    [
      { title: 'PARTITION', align: 'right' },
      { title: 'KEY' },
      { title: 'FROM', align: 'right' },
      { title: 'TO', align: 'right' },
      { title: 'HANDLED', align: 'right' },
      { title: 'DROPPED', align: 'right' },
      { title: 'LEFT', align: 'right' },
      { title: waited ? 'OUTCOME' : '' },
    ],
    steps.map((step) => [
      String(step.partition),
      keyText(step.key),
      ...[step.from, step.to, step.handled, step.dropped, step.left].map(String),
      waited ? outcomeText(step) : '',
    ]),
  );

const outcomeText = ({ outcome, settled, error }: ActStep): string => {
  if (outcome === null) return 'none yet';
  return error === null ? `${outcome} ${settled}` : `${outcome} after ${settled}: ${printable(error)}`;
};

const summary = ({ carriedOut, topic, group, by, reason, steps }: Act): string => {
  const sum = (count: (step: ActStep) => number): number =>
    steps.reduce((total, step) => total + count(step), 0);
  const [handled, dropped] = [sum((step) => step.handled), sum((step) => step.dropped)];
  const parts = [
    ...(handled > 0 ? [`${handled} handled again`] : []),
    ...(dropped > 0 ? [`${dropped} dropped for ever`] : []),
  ];
  const what = `${carriedOut ? 'Ordered' : 'Would be ordered'}: ${parts.join(', ')}`;
  return `${what}; dead letters of ${topic} in ${group}, by ${printable(by)}, because: ${printable(reason)}`;
};

const closing = ({ carriedOut, waited, group, steps }: Act): string => {
  if (!carriedOut) return 'Nothing was written. Carry it out with --yes.';
  if (!waited) return `An instance of ${group} carries it out; \`dlq list\` tells when.`;
  const missing = steps.filter(({ outcome }) => outcome === null).length;
  if (missing === 0) return 'Done.';
  return `${missing} ${missing === 1 ? 'outcome is' : 'outcomes are'} missing: does an instance of ${group} run?`;
};
