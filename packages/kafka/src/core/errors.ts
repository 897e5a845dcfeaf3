/** The log does not hold the offset a task stands at (any more): the task stands still until a person decides. */
export class CommittedOffsetOutOfRangeError extends Error {
  readonly code = 'COMMITTED_OFFSET_OUT_OF_RANGE';

  constructor(at: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: bigint;
    readonly log?: { readonly start: bigint; readonly end: bigint };
  }) {
    const bounds = at.log ? ` ${at.log.start}..${at.log.end}` : '';
    super(`${at.topic}[${at.partition}]: offset ${at.offset} is outside the log${bounds}`);
    this.name = 'CommittedOffsetOutOfRangeError';
  }
}

/** A task restored rows but has no committed offset: the offset was lost, and any start would repeat or skip work. */
export class CommittedOffsetLostError extends Error {
  readonly code = 'COMMITTED_OFFSET_LOST';

  constructor(group: string, partition: number, rows: number) {
    super(`group ${group}, task ${partition}: ${rows} restored rows but no committed offset`);
    this.name = 'CommittedOffsetLostError';
  }
}

/** Topics of one task have different numbers of partitions, so no member can own a whole task. */
export class NotCoPartitionedError extends Error {
  readonly code = 'NOT_CO_PARTITIONED';

  constructor(counts: Readonly<Record<string, number>>) {
    super(`the topics of one task need equal partition counts, found ${JSON.stringify(counts)}`);
    this.name = 'NotCoPartitionedError';
  }
}

/** A topic isn't there. Retryable: it is created by a person or by another process, never by a client. */
export class UnknownTopicError extends Error {
  readonly code = 'UNKNOWN_TOPIC';
  readonly retryable = true;

  constructor(topic: string) {
    super(`topic ${topic} does not exist`);
    this.name = 'UnknownTopicError';
  }
}

/** A record is meant for a partition that its topic doesn't have, also when the broker is asked anew. */
export class UnknownPartitionError extends Error {
  readonly code = 'UNKNOWN_PARTITION';

  constructor(topic: string, partition: number) {
    super(`topic ${topic} has no partition ${partition}`);
    this.name = 'UnknownPartitionError';
  }
}

/** A handler returned what is no record: a field of a wrong type, or a number outside its range. */
export class InvalidOutputError extends Error {
  readonly code = 'INVALID_OUTPUT';

  constructor(topic: unknown, reason: string) {
    super(`an output for ${String(topic)} is no record: ${reason}`);
    this.name = 'InvalidOutputError';
  }
}

/** The broker told no offset for what was sent, so it counts as not written. A producer with fresh metadata may succeed. */
export class OutputNotAcknowledgedError extends Error {
  readonly code = 'OUTPUT_NOT_ACKNOWLEDGED';
  readonly retryable = true;

  constructor(topic: string, partition: number) {
    super(`no offset was told for records sent to ${topic}[${partition}]`);
    this.name = 'OutputNotAcknowledgedError';
  }
}

/** The broker refuses these records however often they are sent; its own error is the cause. */
export class OutputRefusedError extends Error {
  readonly code = 'OUTPUT_REFUSED';

  constructor(topic: string, partition: number, options: ErrorOptions) {
    super(`the broker refuses records for ${topic}[${partition}] for ever`, options);
    this.name = 'OutputRefusedError';
  }
}

/** A record was handled, but what its handler returned can't be produced: it is to be dead-lettered, not handled again. */
export class RecordRefusedError extends Error {
  readonly code = 'RECORD_REFUSED';
  readonly topic: string;
  readonly offset: bigint;

  constructor(at: { readonly topic: string; readonly offset: bigint }, cause: unknown) {
    super(`what the handler of ${at.topic}@${at.offset} returned can't be produced`, { cause });
    this.name = 'RecordRefusedError';
    this.topic = at.topic;
    this.offset = at.offset;
  }
}

/** Whether a transaction was committed can't be told yet: readers stand before its records. */
export class OutcomeUnknownError extends Error {
  readonly code = 'OUTCOME_UNKNOWN';
  readonly retryable = true;

  constructor(topic: string, partition: number, offset: bigint) {
    super(`no reader has passed ${topic}[${partition}]@${offset} yet`);
    this.name = 'OutcomeUnknownError';
  }
}

/** Somebody else owns the task now, or may: whatever this owner still holds must be dropped. */
export class OwnershipLostError extends Error {
  readonly code = 'OWNERSHIP_LOST';

  constructor(reason: string, options?: ErrorOptions) {
    super(`the task's ownership is lost: ${reason}`, options);
    this.name = 'OwnershipLostError';
  }
}

/** A handler ran longer than maxHandlerTime; its late result is discarded and the record is tried again. */
export class HandlerTimeoutError extends Error {
  readonly code = 'HANDLER_TIMEOUT';
  readonly retryable = true;

  constructor(milliseconds: number) {
    super(`the handler did not finish within ${milliseconds} ms`);
    this.name = 'HandlerTimeoutError';
  }
}

/** A handler ignored its AbortSignal for another maxHandlerTime: only the end of the process frees its record. */
export class HandlerStuckError extends Error {
  readonly code = 'HANDLER_STUCK';

  constructor(at: { topic: string; partition: number; offset: bigint }) {
    super(`the handler of ${at.topic}[${at.partition}]@${at.offset} ignores its abort signal`);
    this.name = 'HandlerStuckError';
  }
}

/** A handler returned a record that no broker takes at its default limit. */
export class OutputTooLargeError extends Error {
  readonly code = 'OUTPUT_TOO_LARGE';

  constructor(topic: string, bytes: number, limit: number) {
    super(`an output for ${topic} has ${bytes} bytes, the limit is ${limit}`);
    this.name = 'OutputTooLargeError';
  }
}

/** Topics were made and some of their partitions have no leader after 15 s: brokers are missing or overloaded. */
export class TopicsNotReadyError extends Error {
  readonly code = 'TOPICS_NOT_READY';
  readonly retryable = true;

  constructor(topics: readonly string[]) {
    super(`no leader yet for a partition of ${topics.join(', ')}`);
    this.name = 'TopicsNotReadyError';
  }
}

/** A request was neither answered nor refused in a time in which it should have failed by itself. */
export class BrokerSilentError extends Error {
  readonly code = 'BROKER_SILENT';
  readonly retryable = true;

  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = 'BrokerSilentError';
  }
}

/** A group has members, so its offsets are theirs to move: they would go on where they stand and commit over any other. */
export class GroupNotEmptyError extends Error {
  readonly code = 'GROUP_NOT_EMPTY';

  constructor(group: string, options?: ErrorOptions) {
    super(`group ${group} has members: stop them before its offsets are moved`, options);
    this.name = 'GroupNotEmptyError';
  }
}
