import { printable, type JsonBytes } from '../../output/bytes.ts';
import type { DeadLetterJson } from './dead-letter-json.ts';
import { keyText } from './parked-text.ts';

export const deadLetterText = (letter: DeadLetterJson): string => {
  const { parkedAt, original, error, group, attempts, acts } = letter;
  const lines = [
    `${parkedAt.topic}[${parkedAt.partition}]@${parkedAt.offset}  ${letter.reason}, ${letter.state}`,
    `  from      ${original.topic}[${original.partition}]@${original.offset} of ${original.timestamp}`,
    `  group     ${group}, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
    `  key       ${keyText(original.key)}`,
    ...errorLines(error),
    ...acts.map(
      ({ at, by, action, reason, outcome, error }) =>
        `  act       ${at} ${printable(by)} ${action}: ${printable(reason)} -> ${outcome ?? 'not carried out yet'}${error === null ? '' : ` (${printable(error)})`}`,
    ),
    'headers',
    ...original.headers.map(({ name, value }) => `  ${printable(name)}: ${contentText(value)}`),
    'value',
    `  ${original.value === null ? '(tombstone)' : contentText(original.value)}`,
  ];
  return `${lines.join('\n')}\n`;
};

const errorLines = (error: DeadLetterJson['error']): string[] => {
  if (error === null) return [];
  const [, ...trace] = error.stack.split('\n');
  return [
    `  error     ${printable(error.name)}: ${printable(error.message)}`,
    ...trace.map((line) => `            ${printable(line.trim())}`),
  ];
};

const contentText = (value: JsonBytes): string => (value === null ? '(null)' : keyText(value));
