export { applyConnector } from './apply-connector.ts';
export type { ApplyOptions } from './apply-connector.ts';
export { connectClient } from './connect-client.ts';
export type {
  ConnectClient,
  ConnectClientOptions,
  ConnectorConfig,
  ConnectorDeclaration,
} from './connect-client.ts';
export { ConnectError } from './connect-error.ts';
export type { ConnectErrorCode } from './connect-error.ts';
export { conditionOf, failureOf, isRunning } from './connector-state.ts';
export type { Condition, ConnectorState, RunState, TaskState } from './connector-state.ts';
export { connectorWatch } from './connector-watch.ts';
export type { ConnectorWatch, ConnectorWatchOptions, WatchedConnector } from './connector-watch.ts';
export type { RestartBackoff } from './restart-policy.ts';
