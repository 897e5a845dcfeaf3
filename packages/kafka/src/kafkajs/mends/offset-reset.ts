import { groupHooks } from '../group-hooks.ts';
import type { Internals } from '../internals.ts';

/** Thrown instead of a reset when the broker no longer holds the offset a consumer stands at. */
export class OffsetResetRefusedError extends Error {
  readonly code = 'OFFSET_RESET_REFUSED';
  /** Read by kafkajs: asking again would find the same log. */
  readonly retriable = false;
  readonly topic: string;
  readonly partition: number;

  constructor(topic: string, partition: number) {
    super(`The position in ${topic}[${partition}] is outside the log, and no position moves by itself`);
    this.name = 'OffsetResetRefusedError';
    this.topic = topic;
    this.partition = partition;
  }
}

/**
 * An offset out of range never moves a position and never commits one: stock kafkajs commits -1 or -2 to the broker even
 * with autoCommit off, or skips to the end (tulios/kafkajs#1119). The owner is told; without one the fetch fails.
 */
export const mendOffsetReset = ({ OffsetManager }: Internals): void => {
  OffsetManager.prototype.setDefaultOffset = async function refuseReset({ topic, partition }) {
    const hooks = groupHooks(this.cluster);
    if (!hooks) throw new OffsetResetRefusedError(topic, partition);
    hooks.offsetOutOfRange({ topic, partition });
  };
};
