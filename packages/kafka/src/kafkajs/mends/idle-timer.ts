import type { Internals } from '../internals.ts';

/**
 * An idle connection holds no timer; stock kafkajs re-arms one of 1 ms for ever on each (tulios/kafkajs#1556), which costs
 * CPU and prints TimeoutNegativeWarning from Node 24 on. With something pending the stock schedule is right.
 */
export const mendIdleTimer = ({ RequestQueue }: Internals): void => {
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhenPending() {
    if (this.pending.length > 0) schedule.call(this);
  };
};
