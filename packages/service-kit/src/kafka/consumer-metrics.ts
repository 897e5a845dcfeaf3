import { onTaskEvent, type TaskConsumerStatus, type TaskEventMessage } from '@orderflow/kafka/core';
import { metricNames, type Logger, type Metrics } from '@orderflow/telemetry';
import { Counter, Histogram } from 'prom-client';
import { consumerGauges } from './consumer-gauges.ts';

/** Whose events are counted, and where states are read. */
export interface ConsumerMetricsOptions {
  /** The client whose consumers are meant. */
  readonly clientId: string;
  /** Asked whenever the metrics are scraped. */
  readonly consumers: () => readonly TaskConsumerStatus[];
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * Adds the metrics of a client's consumers to a process's registry, labelled by group and never by key; once a process.
 * Disposed of, nothing more is counted.
 */
export function consumerMetrics(
  { registry }: Metrics,
  { clientId, consumers, now, logger }: ConsumerMetricsOptions,
): Disposable {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames: ['group'], registers });
  const seconds = (name: string, help: string) =>
    new Histogram({
      name,
      help,
      labelNames: ['group'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });

  const handled = seconds(
    metricNames.recordHandlingDuration,
    'Duration of one attempt of a handler in seconds.',
  );
  const committing = seconds(
    metricNames.commitDuration,
    'Duration of one commit of outputs and offsets in seconds.',
  );
  const records = (name: string, help: string) =>
    new Histogram({
      name,
      help,
      labelNames: ['group'],
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
      registers,
    });
  const delivered = records(metricNames.batchRecords, 'Records that one fetch brought a task.');
  const batchRecords = records(metricNames.commitRecords, 'Records that one commit covered.');
  const opened = new Counter({
    name: metricNames.circuitsOpened,
    help: 'Times a task stopped starting records because a dependency was down.',
    labelNames: ['group', 'dependency'],
    registers,
  });
  const counters = {
    'record-retried': counter(metricNames.recordsRetried, 'Attempts that failed and are tried again.'),
    'record-dead-lettered': counter(
      metricNames.recordsDeadLettered,
      'Records parked in a dead-letter topic because they cannot be handled.',
    ),
    'record-queued': counter(
      metricNames.recordsQueued,
      'Records parked unhandled, behind an earlier one of their key.',
    ),
    'redrive-ended': counter(metricNames.redrives, 'Commands on dead letters carried out.'),
    'key-released': counter(metricNames.keysReleased, 'Keys released from quarantine.'),
    'commit-failed': counter(metricNames.commitsFailed, 'Commits whose outcome had to be found out.'),
    'ownership-lost': counter(
      metricNames.ownershipsLost,
      'Tasks lost while working: fenced by another owner, or taken over anew.',
    ),
    assigned: counter(metricNames.rebalances, 'Assignments received.'),
    'offset-moved': counter(
      metricNames.offsetsMoved,
      'Offsets outside the log that the policy moved, leaving records unhandled or to be handled again.',
    ),
    rebuilding: counter(metricNames.consumersRebuilt, 'Consumers built anew after a failure.'),
  };

  const count = (event: TaskEventMessage): void => {
    const { group } = event;
    switch (event.type) {
      case 'batch-delivered':
        delivered.observe({ group }, event.records);
        return;
      case 'record-handled':
        handled.observe({ group }, event.milliseconds / 1_000);
        return;
      case 'committed':
        committing.observe({ group }, event.milliseconds / 1_000);
        batchRecords.observe({ group }, event.records);
        return;
      case 'circuit':
        if (event.state === 'open') opened.inc({ group, dependency: event.dependency });
        return;
      default:
        counters[event.type].inc({ group });
    }
  };

  for (const gauge of consumerGauges(consumers, now)) registry.registerMetric(gauge);
  return onTaskEvent(
    (event) => {
      if (event.clientId === clientId) count(event);
    },
    (error) => logger.error('event not counted', { error }),
  );
}
