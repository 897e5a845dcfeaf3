import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What happens in a task consumer: told in the hot path, never awaited. */
export type TaskEvent =
  | {
      readonly type: 'batch-delivered';
      readonly partition: number;
      readonly topic: string;
      readonly records: number;
    }
  | {
      readonly type: 'record-handled';
      readonly partition: number;
      readonly topic: string;
      readonly attempt: number;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'record-retried';
      readonly partition: number;
      readonly topic: string;
      readonly attempt: number;
      readonly error: unknown;
    }
  | {
      readonly type: 'record-dead-lettered';
      readonly partition: number;
      readonly topic: string;
      readonly error: unknown;
    }
  /** Parked unhandled, behind an earlier record of its key. */
  | { readonly type: 'record-queued'; readonly partition: number; readonly topic: string }
  | {
      readonly type: 'redrive-ended';
      readonly partition: number;
      readonly topic: string;
      readonly outcome: 'redriven' | 'discarded' | 'failed';
      readonly records: number;
    }
  | { readonly type: 'key-released'; readonly partition: number; readonly topic: string }
  | {
      readonly type: 'circuit';
      readonly partition: number;
      readonly state: 'closed' | 'open' | 'half-open';
      readonly dependency: string;
    }
  | {
      readonly type: 'committed';
      readonly partition: number;
      readonly records: number;
      readonly outputs: number;
      readonly transactional: boolean;
      readonly milliseconds: number;
    }
  | { readonly type: 'commit-failed'; readonly partition: number; readonly error: unknown }
  | { readonly type: 'ownership-lost'; readonly partition: number; readonly error: unknown }
  | {
      /** A committed offset was outside the log, and the policy moved the task: between the two nothing was handled. */
      readonly type: 'offset-moved';
      readonly partition: number;
      readonly topic: string;
      readonly from: bigint;
      readonly to: bigint;
    }
  | { readonly type: 'assigned'; readonly partitions: readonly number[] }
  | { readonly type: 'rebuilding'; readonly error: unknown };

/** Tells of an event; costs next to nothing while nobody listens. */
export type TaskEventListener = (event: TaskEvent) => void;

/** An event and whose it is. */
export type TaskEventMessage = TaskEvent & {
  readonly group: string;
  readonly clientId: string;
  readonly instanceId: string;
};

/**
 * The diagnostics channel that every task consumer of the process publishes its events to, as `TaskEventMessage`s. A
 * subscriber runs in the hot path; by Node's rule what it throws becomes an uncaught exception, and never reaches a task.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html
 */
export const taskEventChannelName = 'orderflow:kafka:task';

const taskEvents = channel(taskEventChannelName);

/** Publishes the events of one consumer. */
export const taskEventPublisher =
  (consumer: Pick<TaskEventMessage, 'group' | 'clientId' | 'instanceId'>): TaskEventListener =>
  (event) => {
    if (taskEvents.hasSubscribers) taskEvents.publish({ ...consumer, ...event } satisfies TaskEventMessage);
  };

/**
 * Calls a listener with every event of the process's consumers until the returned object is disposed of.
 *
 * @param onError gets what the listener throws: an observer must change nothing about what it observes
 */
export const onTaskEvent = (
  listener: (message: TaskEventMessage) => void,
  onError: (error: unknown) => void,
): Disposable => {
  const hear = (message: unknown): void => {
    try {
      // Nobody else publishes to this channel.
      listener(message as TaskEventMessage);
    } catch (error) {
      onError(error);
    }
  };
  subscribe(taskEventChannelName, hear);
  return { [Symbol.dispose]: () => void unsubscribe(taskEventChannelName, hear) };
};
