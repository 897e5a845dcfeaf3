import { redrivePlan, type RecordedAct, type RedriveCommand } from '@orderflow/kafka/core';
import { laneOf, type Letter, type LetterState, type TrackedLetter } from './letter.ts';

/** A command with the key of the dead letters it is about, which its record bears. */
export interface KeyedCommand {
  readonly command: RedriveCommand;
  readonly key: Buffer | null;
}

/** What is known of the acts on some dead letters. */
export interface Acts {
  readonly commands: readonly KeyedCommand[];
  /** In the order of their log. */
  readonly acts: readonly RecordedAct[];
  /** The lanes of keys in quarantine. */
  readonly quarantined: ReadonlySet<string>;
}

/**
 * Tells of each dead letter what has become of it, as the owner of its partition sees it: settled are the stretches that acts
 * say, ordered is what a command without its last act will touch, by the very plan that the owner makes of it.
 */
export const trackLetters = (
  letters: readonly Letter[],
  { commands, acts, quarantined }: Acts,
): readonly TrackedLetter[] => {
  const tracked = letters.map((letter) => ({
    ...letter,
    state: 'open' as LetterState,
    commands: new Set<string>(),
  }));
  const lanes = Map.groupBy(tracked, laneOf);
  const openIn = (lane: string) => (lanes.get(lane) ?? []).filter(({ state }) => state === 'open');

  for (const { id, partition, key, command, outcome } of acts) {
    for (const letter of openIn(laneOf({ partition, key }))) {
      if (isWithin(letter, command)) letter.commands.add(id);
      if (!isWithin(letter, outcome.settled)) continue;
      letter.commands.add(id);
      // What waited behind a discarded stretch is handled by the same act.
      const isDropped = command?.action === 'discard' && isWithin(letter, command);
      letter.state = isDropped ? 'discarded' : 'redriven';
    }
  }

  const ended = new Set(acts.filter(({ outcome }) => outcome.continues !== true).map(({ id }) => id));
  for (const { command, key } of commands) {
    if (ended.has(command.id)) continue;
    const lane = laneOf({ partition: command.partition, key });
    const open = openIn(lane);
    const fates = redrivePlan(command, open, quarantined.has(lane));
    open.forEach((letter, index) => {
      if (fates[index] === 'leave') return;
      letter.state = 'ordered';
      letter.commands.add(command.id);
    });
  }
  return tracked.map((letter) => ({ ...letter, commands: [...letter.commands] }));
};

const isWithin = (
  { offset }: Letter,
  stretch: { readonly from: bigint; readonly to: bigint } | undefined,
): boolean => stretch !== undefined && offset >= stretch.from && offset <= stretch.to;
