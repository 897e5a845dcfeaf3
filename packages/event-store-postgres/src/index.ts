export {
  eventPublication,
  eventStoreMigration,
  heartbeatActionQuery,
  largestEventBytes,
  type EventStoreRoles,
} from './event-store.migration.ts';
export {
  postgresEventStore,
  type PostgresEventStore,
  type PostgresEventStoreOptions,
} from './postgres.event-store.ts';
export { windowedReader, type EventWindow, type WindowedReaderOptions } from './windowed-reader.ts';
