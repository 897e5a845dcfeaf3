export { isUnreachable } from './broker-error.ts';
export { deadLetterHeaders } from './dead-letter.ts';
export {
  CommittedOffsetLostError,
  CommittedOffsetOutOfRangeError,
  HandlerStuckError,
  HandlerTimeoutError,
  InvalidOutputError,
  NotCoPartitionedError,
  OutputNotAcknowledgedError,
  OutputRefusedError,
  OutputTooLargeError,
  OwnershipLostError,
  RecordRefusedError,
  UnknownPartitionError,
  TopicsNotReadyError,
  UnknownTopicError,
} from './errors.ts';
export { classifyFailure, PoisonError, RetryableError } from './failure.ts';
export type { FailureKind } from './failure.ts';
export { kafkaProducer } from './kafka-producer.ts';
export type { KafkaProducer, RecordPosition } from './kafka-producer.ts';
export type { Isolation, LogBounds, LogReader, PartitionReadOptions } from './log-reader.ts';
export type { Logger } from './logger.ts';
export { openLog } from './open-log.ts';
export type { OpenLog, OpenLogOptions } from './open-log.ts';
export { partitionFor } from './partitioner.ts';
export { readTopic } from './read-topic.ts';
export type { ReadTopicOptions } from './read-topic.ts';
export { headerText } from './record.ts';
export type { HeaderEntry, KafkaRecord, OutputRecord } from './record.ts';
export { taskConsumer } from './task-consumer.ts';
export type { TaskConsumer, TaskConsumerStatus, TaskStatus } from './task-consumer.ts';
export { InvalidOptionsError } from './task-consumer-options.ts';
export type {
  ConsumerState,
  HandlerContext,
  LimitOptions,
  RecordHandler,
  RestoringTask,
  RetryOptions,
  TaskConsumerOptions,
} from './task-consumer-options.ts';
export type { TaskEvent, TaskEventListener } from './task-events.ts';
export { topicAdmin } from './topic-admin.ts';
export type { PartitionBounds, PartitionLag, TopicAdmin } from './topic-admin.ts';
export { topicDrift } from './topic-settings.ts';
export type { TopicDrift, TopicSettings } from './topic-settings.ts';
