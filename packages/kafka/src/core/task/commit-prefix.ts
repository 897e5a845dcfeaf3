import { OutputRefusedError, RecordRefusedError } from '../errors.ts';
import { prefixOf } from './prefix.ts';
import type { FinishedPrefix } from './prefix.ts';
import type { TransactionalWriter } from './transactional-writer.ts';

/**
 * Commits a finished prefix, or all of it that stands before the first input whose outputs the broker refuses for ever.
 *
 * A broker names the partition of a refused batch and not the record, so the prefix is halved until one input is left.
 *
 * @throws RecordRefusedError with everything before that input committed, and nothing of it or behind it
 */
export const commitPrefix = async (
  writer: Pick<TransactionalWriter, 'commit'>,
  prefix: FinishedPrefix,
): Promise<void> => {
  try {
    await writer.commit(prefix);
  } catch (error) {
    if (!(error instanceof OutputRefusedError)) throw error;
    const { slots } = prefix;
    const [first] = slots;
    if (slots.length === 1 && first?.offset !== undefined) {
      throw new RecordRefusedError({ topic: first.topic, offset: first.offset }, error);
    }
    const half = Math.ceil(slots.length / 2);
    await commitPrefix(writer, prefixOf(slots.slice(0, half)));
    await commitPrefix(writer, prefixOf(slots.slice(half)));
  }
};
