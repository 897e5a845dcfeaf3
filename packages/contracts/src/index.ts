export { ContractError, type ContractErrorCode } from './contract.error.ts';
export {
  defineEvent,
  nextVersion,
  type ContractEvent,
  type EventDefinition,
  type EventOf,
  type TypedEvent,
} from './event-definition.ts';
export {
  decodeEvent,
  encodeEvent,
  eventCatalogue,
  eventCodec,
  type EncodedEvent,
  type EventCatalogue,
} from './event-catalogue.ts';
export { orderEvents, type OrderEvent } from './order/order-events.ts';
export { type OrderLine, type OrderLineKind } from './order/order-line.ts';
export { paymentEvents, type PaymentEvent } from './payment/payment-events.ts';
export { limits, maxEventBytes, type TextBound } from './limits.ts';
export { text } from './schema/text.ts';
export * as fields from './schema/fields.ts';
export { topicDeclaration, topicNames, topics } from './topics.ts';
export { type TopicDeclaration } from './topic-declaration.ts';
export { actsTopic, deadLetterTopic, parkedTopics, quarantineTopic, redriveTopic } from './parked-topics.ts';
export { consumerGroups, replayModeOf, type ConsumerGroup, type ReplayMode } from './consumer-groups.ts';
export {
  cloudEventHeaders,
  eventSources,
  readCloudEvent,
  writeCloudEvent,
  type CloudEvent,
} from './cloud-event.ts';
export { dataschema, schemaVersionOf } from './dataschema.ts';
export { readEvent, readEventRecord, type EventRecord } from './event-record.ts';
