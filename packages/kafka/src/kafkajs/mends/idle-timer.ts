import type { InternalRequestQueue, Internals } from '../internals.ts';

/** How often requests on their way are looked at, in ms; the stock interval. */
const timeoutCheckMs = 100;

/**
 * An idle connection holds no timer. The stock package re-arms one of 1 ms for ever on each (tulios/kafkajs#1556), which prints
 * TimeoutNegativeWarning from Node 24 on, and looks for requests that have timed out ten times a second where none is on its
 * way: with a producer for each task, most of what a consumer costs at rest. With something pending, or on its way, the
 * schedules are the stock ones.
 */
export const mendIdleTimer = ({ RequestQueue }: Internals): void => {
  const { scheduleCheckPendingRequests, sendSocketRequest } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhenPending() {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
  RequestQueue.prototype.scheduleRequestTimeoutCheck = function scheduleWhenOnTheWay() {
    this.destroy();
    this.requestTimeoutIntervalId = undefined;
    watch(this);
  };
  RequestQueue.prototype.sendSocketRequest = function sendAndWatch(request) {
    sendSocketRequest.call(this, request);
    watch(this);
  };
};

/** Times requests out until none is on its way. After `destroy` the id stays, so that a closing connection isn't watched anew. */
const watch = (queue: InternalRequestQueue): void => {
  const { inflight, enforceRequestTimeout, requestTimeout } = queue;
  if (!enforceRequestTimeout || queue.requestTimeoutIntervalId || inflight.size === 0) return;
  const check = (): void => {
    const now = Date.now();
    for (const request of inflight.values()) {
      if (now - request.sentAt > request.requestTimeout) request.timeoutRequest();
    }
    if (inflight.size > 0 && queue.isConnected()) return;
    clearInterval(queue.requestTimeoutIntervalId);
    queue.requestTimeoutIntervalId = undefined;
  };
  queue.requestTimeoutIntervalId = setInterval(check, Math.min(requestTimeout, timeoutCheckMs));
};
