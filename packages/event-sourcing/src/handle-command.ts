import { fold, type Decider } from './decider.ts';
import type { DomainEvent } from './domain-event.ts';
import { ExpectedVersionError } from './event-store.errors.ts';
import {
  meetsExpectation,
  type EventMetadata,
  type EventStore,
  type ExpectedVersion,
  type NewEvent,
} from './event-store.ts';

/** A command on one stream, with all that deciding it takes. */
export interface CommandRequest<S, C, E extends DomainEvent, R> {
  readonly store: EventStore<E>;
  readonly decider: Decider<S, C, E, R>;
  readonly streamId: string;
  readonly command: C;
  /** Called once for each event that is about to be appended; `index` counts from 0. */
  readonly metadata: (event: E, index: number) => EventMetadata;
  /** What the caller demands of the stream (`If-Match`). Without it a conflict is decided again on the newer state. */
  readonly expected?: ExpectedVersion;
  /** How often the command is decided at most while others keep writing; 3 by default, 1 to try once. */
  readonly attempts?: number;
}

/** An event just appended, with the version it got. */
export interface AppendedEvent<E extends DomainEvent> extends NewEvent<E> {
  readonly streamId: string;
  readonly version: number;
}

/** How a command ended, with the stream’s state and version after it. */
export type CommandResult<S, E extends DomainEvent, R> =
  | {
      readonly outcome: 'accepted';
      readonly events: readonly AppendedEvent<E>[];
      readonly state: S;
      readonly version: number;
    }
  | { readonly outcome: 'refused'; readonly refusal: R; readonly state: S; readonly version: number };

/**
 * Decides a command on the stream's newest state and appends what follows exactly after the version it was decided on.
 * `state` and `version` are those after the append. A command that decides on no events writes nothing.
 *
 * A conflict is retried only where the caller gave no `expected`. Inside a database transaction a failed append
 * may leave no transaction to retry in: there lock the stream before, so that no conflict can arise, or pass `attempts: 1`.
 * @throws ExpectedVersionError when `expected` isn't met, or conflicts outlast `attempts`; and what the store throws.
 */
export async function handleCommand<S, C, E extends DomainEvent, R>(
  request: CommandRequest<S, C, E, R>,
): Promise<CommandResult<S, E, R>> {
  const attempts = request.expected === undefined ? (request.attempts ?? 3) : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideOnce(request);
    } catch (error) {
      if (!(error instanceof ExpectedVersionError) || attempt >= attempts) throw error;
    }
  }
}

async function decideOnce<S, C, E extends DomainEvent, R>({
  store,
  decider,
  streamId,
  command,
  metadata,
  expected = 'any',
}: CommandRequest<S, C, E, R>): Promise<CommandResult<S, E, R>> {
  const history = await store.read(streamId);
  const version = history.at(-1)?.version ?? 0;
  if (!meetsExpectation(expected, version)) throw new ExpectedVersionError(streamId, expected, version);

  const state = fold(
    decider,
    history.map(({ event }) => event),
  );
  const decision = decider.decide(command, state);
  if (decision.outcome === 'refused') return { ...decision, state, version };
  if (decision.events.length === 0) return { outcome: 'accepted', events: [], state, version };

  const news = decision.events.map((event, index) => ({ event, metadata: metadata(event, index) }));
  const appended = await store.append(streamId, version, news);
  return {
    outcome: 'accepted',
    events: news.map((fresh, index) => ({ ...fresh, streamId, version: version + index + 1 })),
    state: fold(decider, decision.events, state),
    version: appended.version,
  };
}
