import type { EffectCounts, ReadRecords, ReplayPlan } from '@orderflow/replay';
import { durationText } from '../../output/duration-text.ts';
import { table } from '../../output/table.ts';

export const planText = (plan: ReplayPlan): string =>
  [
    `mode: ${plan.mode}\n`,
    readText(plan),
    plan.effects === undefined ? '' : effectsText(plan.effects),
    `about ${durationText(plan.estimatedSeconds * 1_000)} at ${plan.rate} records/s\n`,
  ].join('');

/** Records by type, and the offsets they came from. */
export const readText = ({ records, types, partitions }: ReadRecords): string =>
  [
    table(
      [{ title: 'PARTITION' }, { title: 'FROM', align: 'right' }, { title: 'TO', align: 'right' }],
      partitions.map(({ partition, from, to }) => [String(partition), from, to]),
    ),
    table(
      [{ title: 'TYPE' }, { title: 'RECORDS', align: 'right' }],
      [...Object.entries(types).map(([type, count]) => [type, String(count)]), ['all', String(records)]],
    ),
  ].join('\n');

export const effectsText = ({ settled, unsettled, missing, unanswered }: EffectCounts): string =>
  [
    `effects: ${settled} in the ledger, ${unsettled} not settled, ${missing} missing\n`,
    ...unanswered.map((name) => `  without an outcome: ${name}\n`),
  ].join('');
