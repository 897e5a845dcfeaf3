import { expect } from '@jest/globals';
import { fold, type Decider, type Decision } from '../decider.ts';
import type { DomainEvent } from '../domain-event.ts';

/** A history to which a command may be given. */
export interface Given<C, E extends DomainEvent, R> {
  when(command: C): When<E, R>;
}

/** A command whose outcome may be asserted. */
export interface When<E extends DomainEvent, R> {
  /**
   * Expects the command to be accepted with exactly these events; with none given, accepted without effect.
   * Not named `then`: an object with that method is a thenable, and an await would call it.
   */
  thenAccepted(...events: readonly E[]): void;
  /** Expects the command to be refused for exactly this reason. */
  thenRefused(refusal: R): void;
}

/** A decider's specification, read as a sentence: `given(decider, ...history).when(command).thenAccepted(...events)`. */
export function given<S, C, E extends DomainEvent, R>(
  decider: Decider<S, C, E, R>,
  ...history: readonly NoInfer<E>[]
): Given<C, E, R> {
  return { when: (command) => outcome(decider.decide(command, fold(decider, history))) };
}

function outcome<E extends DomainEvent, R>(decision: Decision<E, R>): When<E, R> {
  return {
    thenAccepted(...events) {
      expect(decision).toEqual({ outcome: 'accepted', events });
    },
    thenRefused(refusal) {
      expect(decision).toEqual({ outcome: 'refused', refusal });
    },
  };
}
