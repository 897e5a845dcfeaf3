export type { Clock } from './clock.ts';
export { EffectNotRecordedError, ReplayError, type ReplayErrorCode } from './replay.errors.ts';
export {
  readReplayMessage,
  type EffectCounts,
  type FieldDifference,
  type OutputDifference,
  type ReadRecords,
  type Rebuilt,
  type RecordFailure,
  type ReplayMessage,
  type ReplayPlan,
  type ReplayProgress,
  type RowDifference,
  type Switched,
  type Verified,
} from './protocol/replay-message.ts';
export {
  maxRate,
  readReplayRequest,
  type ReplayRequest,
  type ReplayRequestText,
} from './protocol/replay-request.ts';
export type {
  ComparedRows,
  Pointer,
  RebuildableHandler,
  ShadowReadModel,
  WriteShadow,
} from './rebuild/rebuildable-handler.ts';
export { differingFields } from './verify/compare-output.ts';
export type { HandlePartition, PartitionHistory, VerifiableHandler } from './verify/verifiable-handler.ts';
export type {
  DeclaredGroup,
  ReplayableHandler,
  ReplayComposition,
  ReplayEntry,
} from './program/replay-composition.ts';
export { runReplayProgram, type ReplayProgramOptions } from './program/run-replay-program.ts';
