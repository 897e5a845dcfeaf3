import { refusal, usageError } from '../../cli.error.ts';
import type { TrackedLetter } from './letter.ts';

/** Which dead letters an act is about. */
export interface Choice {
  readonly key?: Buffer;
  readonly partition?: number;
  readonly offset?: bigint;
  readonly all?: boolean;
}

/**
 * The open dead letters that a choice means, as the log has them.
 * @throws CliError with exit code 2 for a choice that is none or means no open letter
 * @throws CliError with exit code 3 where all that it means are being acted on already
 */
export const chooseLetters = (
  letters: readonly TrackedLetter[],
  choice: Choice,
): readonly TrackedLetter[] => {
  assertOneChoice(choice);
  const { key, partition, offset } = choice;
  const meant = letters.filter(
    (letter) =>
      (key === undefined || letter.key?.equals(key) === true) &&
      (partition === undefined || letter.partition === partition) &&
      (offset === undefined || letter.offset === offset),
  );
  const open = meant.filter(({ state }) => state === 'open');
  if (open.length > 0) return open;
  if (meant.some(({ state }) => state === 'ordered')) {
    throw refusal('ALREADY_ORDERED', 'these dead letters wait for an act that was ordered before');
  }
  throw usageError('no dead letter that is still open is meant');
};

const assertOneChoice = ({ key, offset, partition, all = false }: Choice): void => {
  const ways = [key !== undefined, offset !== undefined, all].filter(Boolean).length;
  if (ways !== 1) throw usageError('choose dead letters by one of --key, --key-base64, --offset and --all');
  if (offset !== undefined && partition === undefined) {
    throw usageError('an offset is of one partition: name it with --partition');
  }
};
