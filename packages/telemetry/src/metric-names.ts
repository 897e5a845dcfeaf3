/** Names of the metrics that more than one package or dashboard refers to. Durations are in seconds. */
export const metricNames = {
  httpRequestDuration: 'orderflow_http_request_duration_seconds',
  recordHandlingDuration: 'orderflow_consumer_record_duration_seconds',
  commitDuration: 'orderflow_consumer_commit_duration_seconds',
  commitRecords: 'orderflow_consumer_commit_records',
  recordsRetried: 'orderflow_consumer_records_retried_total',
  recordsDeadLettered: 'orderflow_consumer_records_dead_lettered_total',
  commitsFailed: 'orderflow_consumer_commits_failed_total',
  ownershipsLost: 'orderflow_consumer_ownerships_lost_total',
  rebalances: 'orderflow_consumer_rebalances_total',
  consumersRebuilt: 'orderflow_consumer_rebuilt_total',
  consumerLag: 'orderflow_consumer_lag_records',
  duplicatesDropped: 'orderflow_duplicates_dropped_total',
  effectsUnresolved: 'orderflow_effects_unresolved',
} as const;
