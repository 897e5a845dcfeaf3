import type { DomainEvent } from './domain-event.ts';

/** The answer to a command: the events that follow from it, or the reason why none do. A refusal is an answer, never retried. */
export type Decision<E extends DomainEvent, R> =
  | { readonly outcome: 'accepted'; readonly events: readonly E[] }
  | { readonly outcome: 'refused'; readonly refusal: R };

/**
 * An aggregate as three pure parts: no IO, no clock, no randomness; time and ids come in with the command.
 * `evolve` is total: whatever history holds, it returns a state and never throws.
 * After Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).
 */
export interface Decider<S, C, E extends DomainEvent, R> {
  readonly initialState: S;
  decide(this: void, command: C, state: S): Decision<E, R>;
  evolve(this: void, state: S, event: E): S;
}

/** Accepts a command with the events given; with none, the command had already taken effect. */
export function accept<const Events extends readonly DomainEvent[]>(
  ...events: Events
): Decision<Events[number], never> {
  return { outcome: 'accepted', events };
}

/** Refuses a command for the reason given. */
export function refuse<R>(refusal: R): Decision<never, R> {
  return { outcome: 'refused', refusal };
}

/** The state that `events` lead to, in their order, from `from` (default: the decider's initial state). */
export function fold<S, E extends DomainEvent>(
  decider: Pick<Decider<S, never, E, unknown>, 'initialState' | 'evolve'>,
  events: Iterable<E>,
  from: S = decider.initialState,
): S {
  let state = from;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
