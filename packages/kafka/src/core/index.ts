export { isUnreachable } from './broker-error.ts';
export { parkingTopics } from './parking/parking-topics.ts';
export type { OnPoison, ParkingTopics } from './parking/parking-topics.ts';
export {
  InvalidRedriveCommandError,
  readRedriveCommand,
  redriveCommandText,
} from './parking/redrive-command.ts';
export type { RedriveAction, RedriveCommand, RedriveOutcome } from './parking/redrive-command.ts';
export { readQuarantineRecord } from './parking/quarantine-entry.ts';
export type { QuarantineEntry } from './parking/quarantine-entry.ts';
export { deadLetterHeaders, originalOf, reasonOf } from './parking/dead-letter.ts';
export type { DeadLetterReason } from './parking/dead-letter.ts';
export { readDeadLetter } from './parking/read-dead-letter.ts';
export type { DeadLetter } from './parking/read-dead-letter.ts';
export { readAct } from './parking/recorded-act.ts';
export type { RecordedAct } from './parking/recorded-act.ts';
export { redrivePlan } from './parking/redrive-plan.ts';
export type { LetterFate } from './parking/redrive-plan.ts';
export type { Compression } from '../kafkajs/compression.ts';
export { DecompressionError } from '../kafkajs/codecs/compression-codec.ts';
export {
  CommittedOffsetLostError,
  CommittedOffsetOutOfRangeError,
  GroupNotEmptyError,
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
export { dependencyOf } from './failure.ts';
export type { FailureKind } from './failure.ts';
export { followTopic } from './follow-topic.ts';
export type { FollowTopicOptions } from './follow-topic.ts';
export { groupAdmin } from './group-admin.ts';
export type { GroupAdmin, GroupDescription, GroupPosition } from './group-admin.ts';
export type { GroupMember } from './group-member.ts';
export { kafkaProducer } from './kafka-producer.ts';
export type { KafkaProducer, KafkaProducerOptions, RecordPosition } from './kafka-producer.ts';
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
export { InvalidOptionsError } from './resolved-options.ts';
export type {
  ConsumerState,
  HandlerContext,
  LimitOptions,
  RecordHandler,
  RestoringTask,
  RetryOptions,
  TaskCircuitOptions,
  TaskConsumerOptions,
} from './task-consumer-options.ts';
export { onTaskEvent, taskEventChannelName } from './task-events.ts';
export type { TaskEvent, TaskEventMessage } from './task-events.ts';
export type { OffsetOutOfRangePolicy } from './task/starting-position.ts';
export { topicAdmin } from './topic-admin.ts';
export type { PartitionBounds, PartitionLag, TopicAdmin } from './topic-admin.ts';
export { topicDrift } from './topic-settings.ts';
export type { TopicDrift, TopicSettings } from './topic-settings.ts';
