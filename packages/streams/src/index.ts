export { StreamsBuilder } from './dsl/streams-builder.ts';
export { StreamOf, type ProcessOptions, type StreamJoinOptions } from './dsl/stream.ts';
export { TableOf, type StoredOption } from './dsl/table.ts';
export type { GroupedStream } from './dsl/grouped-stream.ts';
export type { GroupedTable } from './dsl/grouped-table.ts';
export type { GlobalTable } from './dsl/global-table.ts';
export type { WindowedStream } from './dsl/windowed-stream.ts';
export type { SessionStream } from './dsl/session-stream.ts';
export { untilTimeLimit, untilWindowCloses, type SuppressBuffer, type Suppressed } from './dsl/suppressed.ts';
export {
  bytesSerde,
  jsonSerde,
  nullable,
  numberSerde,
  stringSerde,
  withoutNull,
  type Serde,
} from './serde/serde.ts';
export { sessionWindowedSerde, timeWindowedSerde } from './serde/windowed-serde.ts';
export { topic, type StreamTopic, type WrittenTopic } from './topology/topic.ts';
export type { Topology, SubTopology } from './topology/topology.ts';
export {
  describeTopology,
  type NodeDescription,
  type PartDescription,
  type StoreDescription,
  type SubTopologyDescription,
  type TopologyDescription,
} from './topology/describe-topology.ts';
export { topologyText } from './topology/topology-text.ts';
export { topologyMermaid } from './topology/topology-mermaid.ts';
export { coPartitionedTopics, type CoPartitionedTopics, type Meeting } from './topology/co-partitioning.ts';
export {
  checkCoPartitioning,
  type CoPartitioning,
  type CoPartitioningProblem,
  type CountedTopic,
} from './topology/check-co-partitioning.ts';
export { compareTopologies } from './topology/compare-topologies.ts';
export type {
  CompatibleKind,
  IncompatibleKind,
  TopologyChange,
  TopologyComparison,
} from './topology/topology-change.ts';
export type { NodeContext, TopologyNode } from './topology/node.ts';
export { TopologyError, type TopologyProblem } from './topology/topology-error.ts';
export { hopping, tumbling, type TimeWindows } from './windows/time-windows.ts';
export { sliding, type SlidingWindows } from './windows/sliding-windows.ts';
export { sessions, type SessionWindows } from './windows/session-windows.ts';
export { joinWindows, type JoinWindows } from './windows/join-windows.ts';
export { InvalidWindowError, type Windowed } from './windows/windowed.ts';
export {
  InvalidTimestampError,
  timestamps,
  type ExtractedFrom,
  type InvalidTimestampPolicy,
  type TimestampExtractor,
  type TimestampOptions,
} from './time/timestamp-extractor.ts';
export { nextRecord, type NextRecord, type PartitionHead } from './time/next-record.ts';
export { inMemoryStores } from './stores/in-memory/in-memory.store-provider.ts';
export {
  keyValueStore,
  sessionStore,
  windowStore,
  type StoreDefinition,
  type StoreProvider,
} from './stores/store-definition.ts';
export { streamsTask, type EmittedRecord, type LogRecord, type StreamsTask } from './task/streams-task.ts';
export type { Receiver } from './task/receiver.ts';
export type { Drop, DropReason, Headers, RecordContext } from './task/record-context.ts';
export { SuppressBufferFullError } from './operators/suppress.ts';
