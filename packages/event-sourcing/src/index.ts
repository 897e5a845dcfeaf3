export type { DomainEvent } from './domain-event.ts';
export { accept, fold, refuse, type Decider, type Decision } from './decider.ts';
export type { EncodedEvent, EventCodec } from './event-codec.ts';
export {
  meetsExpectation,
  type AppendResult,
  type EventMetadata,
  type EventStore,
  type ExpectedVersion,
  type NewEvent,
  type ReadOptions,
  type RecordedEvent,
} from './event-store.ts';
export { DuplicateEventIdError, EventTooLargeError, ExpectedVersionError } from './event-store.errors.ts';
export {
  handleCommand,
  type AppendedEvent,
  type CommandRequest,
  type CommandResult,
} from './handle-command.ts';
export { inMemoryEventStore, type InMemoryEventStoreOptions } from './in-memory.event-store.ts';
