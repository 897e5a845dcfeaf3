import type {
  FieldDifference,
  OutputDifference,
  Rebuilt,
  RecordFailure,
  RowDifference,
  Switched,
  Verified,
} from '@orderflow/replay';
import { effectsText, readText } from './plan-text.ts';

export const verifiedText = (outcome: Verified): string =>
  [
    readText(outcome),
    '\n',
    effectsText(outcome.effects),
    failuresText(outcome),
    outcome.parked === 0
      ? ''
      : `parked: ${outcome.parked} records, compared where they were answered later\n`,
    `outputs: ${outcome.outputs} replayed, ${outcome.equal} equal, ${outcome.differing} differ`,
    outcome.duplicates === 0 ? '\n' : `, ${outcome.duplicates} stand in the topic more than once\n`,
    ...outcome.differences.map(differenceText),
  ].join('');

export const rebuiltText = (outcome: Rebuilt): string =>
  [
    readText(outcome),
    '\n',
    failuresText(outcome),
    `rows: ${outcome.rows} live, ${outcome.differing} differ\n`,
    ...outcome.differences.map(differenceText),
    `built by replay ${outcome.id}; readers see the old one until: orderflow replay switch --id ${outcome.id} ...\n`,
  ].join('');

export const switchedText = ({ active, before }: Switched): string =>
  `readers see ${active}, before ${before}\n`;

const failuresText = ({
  failed,
  failures,
}: {
  readonly failed: number;
  readonly failures: readonly RecordFailure[];
}) =>
  [
    failed === 0 ? '' : `failed: ${failed} records\n`,
    ...failures.map(
      ({ partition, offset, code, message }) =>
        `  partition ${partition}, offset ${offset}: ${code}: ${message}\n`,
    ),
  ].join('');

const differenceText = (difference: OutputDifference | RowDifference): string =>
  [
    `  ${difference.kind}: ${difference.key ?? '(no key)'}${'id' in difference ? ` ${difference.id}` : ''}\n`,
    ...difference.fields.map(fieldText),
  ].join('');

const fieldText = ({ field, live, replayed }: FieldDifference): string =>
  `    ${field}: live ${live ?? 'null'}, replayed ${replayed ?? 'null'}\n`;
