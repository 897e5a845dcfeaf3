import { printable, type JsonBytes } from '../../output/bytes.ts';
import { table } from '../../output/table.ts';
import type { ParkedJson } from './parked-json.ts';

export const parkedText = ({ parked }: { readonly parked: readonly ParkedJson[] }): string =>
  [countTable(parked), ...quarantineTable(parked), ...parked.flatMap(letterTable)].join('\n');

const countTable = (parked: readonly ParkedJson[]): string =>
  table(
    [
      { title: 'TOPIC' },
      { title: 'GROUP' },
      { title: 'FAILED', align: 'right' },
      { title: 'WAITING', align: 'right' },
      { title: 'ORDERED', align: 'right' },
      { title: 'REDRIVEN', align: 'right' },
      { title: 'DISCARDED', align: 'right' },
    ],
    parked.map(({ topic, group, open, ordered, redriven, discarded }) => [
      topic,
      group,
      ...[open.failed, open.waiting, ordered, redriven, discarded].map(String),
    ]),
  );

const quarantineTable = (parked: readonly ParkedJson[]): readonly string[] => {
  const rows = parked.flatMap(({ topic, group, quarantined }) =>
    quarantined.map(({ partition, key, count, firstOffset, since }) => [
      keyText(key),
      topic,
      group,
      ...[partition, firstOffset, count].map(String),
      since,
    ]),
  );
  if (rows.length === 0) return [];
  const quarantined = table(
    [
      { title: 'QUARANTINED KEY' },
      { title: 'TOPIC' },
      { title: 'GROUP' },
      { title: 'PARTITION', align: 'right' },
      { title: 'FIRST OFFSET', align: 'right' },
      { title: 'RECORDS', align: 'right' },
      { title: 'SINCE' },
    ],
    rows,
  );
  return [quarantined];
};

const letterTable = ({ deadLetterTopic, letters }: ParkedJson): readonly string[] => {
  if (letters === null || letters.length === 0) return [];
  const lines = table(
    [
      { title: 'PARTITION', align: 'right' },
      { title: 'OFFSET', align: 'right' },
      { title: 'KEY' },
      { title: 'REASON' },
      { title: 'STATE' },
      { title: 'ERROR' },
    ],
    letters.map(({ partition, offset, key, reason, state, error }) => [
      String(partition),
      String(offset),
      keyText(key),
      reason,
      state,
      error === null ? '' : printable(`${error.name}: ${error.message}`),
    ]),
  );
  return [`${deadLetterTopic}\n${lines}`];
};

export const keyText = (key: JsonBytes): string => {
  if (key === null) return '(no key)';
  return 'utf8' in key ? printable(key.utf8) : `base64:${key.base64}`;
};
