export { KafkaContext } from './kafka-context.ts';
export { KafkaHandler, kafkaTransportId } from './kafka-handler.decorator.ts';
export type { KafkaHandlerOptions } from './kafka-handler.decorator.ts';
export { OriginalErrorFilter } from './original-error.filter.ts';
export {
  DuplicateHandlerError,
  HandlerResultError,
  kafkaTransport,
  TransactionalKafkaServer,
  UnusedTransportOptionError,
} from './transactional-kafka.server.ts';
export type { GroupOptions, KafkaTransportOptions, RecordCodec } from './transactional-kafka.server.ts';
