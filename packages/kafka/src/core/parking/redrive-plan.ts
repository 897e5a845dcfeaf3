import type { DeadLetterReason } from './dead-letter.ts';
import type { RedriveCommand } from './redrive-command.ts';

/** What a command does with one letter. */
export type LetterFate = 'handle' | 'drop' | 'leave';

interface Letter {
  /** In the dead-letter topic. */
  readonly offset: bigint;
  readonly reason: DeadLetterReason;
}

/**
 * What a command means for each unsettled letter of its key, in order.
 *
 * Of a key that isn't quarantined each letter stands for itself. A quarantined key is released only as a whole and in order:
 * a re-drive takes it from its first letter on, and both it and a discard go on with what has waited behind the letters that
 * their author saw. A letter before a discarded stretch that nobody spoke of keeps all behind it waiting.
 */
export const redrivePlan = (
  { action, from, to }: Pick<RedriveCommand, 'action' | 'from' | 'to'>,
  letters: readonly Letter[],
  isQuarantined: boolean,
): readonly LetterFate[] => {
  const fate = action === 'redrive' ? 'handle' : 'drop';
  let isHeldBack = false;
  return letters.map(({ offset, reason }) => {
    if (isHeldBack && !(action === 'discard' && offset >= from && offset <= to)) return 'leave';
    if (offset >= from && offset <= to) return fate;
    if (!isQuarantined) return 'leave';
    if (offset < from && action === 'redrive') return 'handle';
    if (offset > to && reason === 'waiting') return 'handle';
    isHeldBack = true;
    return 'leave';
  });
};
