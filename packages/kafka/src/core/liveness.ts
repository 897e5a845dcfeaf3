/** One partition of one topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A consumer that its group, or a partition, did not hear from for so long that it can't be trusted to come back. */
export class ConsumerSilentError extends Error {
  readonly code = 'CONSUMER_SILENT';

  constructor(missing: string, milliseconds: number) {
    super(`no ${missing} for ${Math.round(milliseconds)} ms`);
    this.name = 'ConsumerSilentError';
  }
}

/** What is known of a consumer's two signs of life, neither of which stands for the other. */
export interface Liveness {
  /** The coordinator has answered a heartbeat. */
  readonly heartbeat: () => void;
  /** A join begins, during which there are no fetches, and while the others are waited for no heartbeats. */
  readonly joining: () => void;
  /** The join is through. */
  readonly joined: () => void;
  /** A broker has answered for these partitions, with or without records. */
  readonly fetched: (partitions: readonly TopicPartition[]) => void;
  /**
   * The sign that is missing, to be asked for at an interval.
   *
   * @param expected the partitions that should be fetched now; the clock of one begins when it is first among them
   */
  readonly check: (expected: readonly TopicPartition[]) => ConsumerSilentError | undefined;
}

interface LivenessOptions {
  /** Longest silence of a member, in ms. */
  readonly boundMs: number;
  /** Longest silence from the begin of a join to its end, in ms. */
  readonly joinBoundMs: number;
  /** Of the checks, in ms. */
  readonly intervalMs: number;
  /** A clock that is never set back, in ms: kafkajs stops to heartbeat when the wall clock is. */
  readonly now: () => number;
}

/**
 * Watches that a consumer heartbeats and that it fetches each partition it should. kafkajs does the one in the course of
 * the other, but a wall clock that was set back ends its heartbeats alone, and a partition that its metadata or its offset
 * map lacks is left out of its fetches alone; either goes on for ever.
 */
export const liveness = ({ boundMs, joinBoundMs, intervalMs, now }: LivenessOptions): Liveness => {
  let lastHeartbeat = now();
  let lastCheck = now();
  let isJoining = true;
  let fetchedAt = new Map<string, number>();

  const joined = (): void => {
    isJoining = false;
    lastHeartbeat = now();
    fetchedAt.clear();
  };

  return {
    heartbeat: () => {
      lastHeartbeat = now();
    },
    joining: () => {
      isJoining = true;
      lastHeartbeat = now();
    },
    joined,
    fetched: (partitions) => {
      for (const each of partitions) fetchedAt.set(nameOf(each), now());
    },
    check: (expected) => {
      const at = now();
      const isLate = at - lastCheck > 2 * intervalMs;
      lastCheck = at;
      // The process itself stood still: that proves nothing, and the consumer needs a moment to be heard again.
      if (isLate) return undefined;
      const silence = at - lastHeartbeat;
      if (silence > (isJoining ? joinBoundMs : boundMs)) {
        return new ConsumerSilentError(isJoining ? 'end of a join' : 'heartbeat', silence);
      }
      if (isJoining) return undefined;
      fetchedAt = new Map(expected.map(nameOf).map((name) => [name, fetchedAt.get(name) ?? at]));
      const forgotten = [...fetchedAt].find(([, last]) => at - last > boundMs);
      return forgotten && new ConsumerSilentError(`fetch of ${forgotten[0]}`, at - forgotten[1]);
    },
  };
};

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}[${partition}]`;
