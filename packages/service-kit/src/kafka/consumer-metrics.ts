import type { TaskConsumerStatus, TaskEvent } from '@orderflow/kafka/core';
import { metricNames, type Metrics } from '@orderflow/telemetry';
import { Counter, Gauge, Histogram } from 'prom-client';

/** What the consumers of one process count and measure; labelled by group, never by key. */
export interface ConsumerMetrics {
  /** The listener for one group's events. */
  listener(group: string): (event: TaskEvent) => void;
  /** Reads lag and ownership from the consumers whenever the metrics are scraped. */
  observe(consumers: () => readonly TaskConsumerStatus[]): void;
}

/** Adds the metrics of consumers to a process's registry; once a process. */
export function consumerMetrics({ registry }: Metrics): ConsumerMetrics {
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
  const batchRecords = new Histogram({
    name: metricNames.commitRecords,
    help: 'Records that one commit covered.',
    labelNames: ['group'],
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
    registers,
  });
  const counters = {
    'record-retried': counter(metricNames.recordsRetried, 'Attempts that failed and are tried again.'),
    'record-dead-lettered': counter(
      metricNames.recordsDeadLettered,
      'Records parked in a dead-letter topic.',
    ),
    'commit-failed': counter(metricNames.commitsFailed, 'Commits whose outcome had to be found out.'),
    'ownership-lost': counter(metricNames.ownershipsLost, 'Tasks lost to another owner while working.'),
    assigned: counter(metricNames.rebalances, 'Assignments received.'),
    'offset-moved': counter(
      metricNames.offsetsMoved,
      'Offsets outside the log that the policy moved, leaving records unhandled or to be handled again.',
    ),
    rebuilding: counter(metricNames.consumersRebuilt, 'Consumers built anew after a failure.'),
  };

  return {
    listener: (group) => (event) => {
      switch (event.type) {
        case 'batch-delivered':
          return;
        case 'record-handled':
          handled.observe({ group }, event.milliseconds / 1_000);
          return;
        case 'committed':
          committing.observe({ group }, event.milliseconds / 1_000);
          batchRecords.observe({ group }, event.records);
          return;
        default:
          counters[event.type].inc({ group });
      }
    },

    observe(consumers) {
      const lag = new Gauge({
        name: metricNames.consumerLag,
        help: 'Records between the committed offset and the last stable offset.',
        labelNames: ['group', 'topic', 'partition'],
        registers,
        collect() {
          lag.reset();
          for (const { group, tasks } of consumers()) {
            for (const { partition, topics } of tasks) {
              for (const [topic, progress] of Object.entries(topics)) {
                lag.set({ group, topic, partition: String(partition) }, Number(progress.lag));
              }
            }
          }
        },
      });
    },
  };
}
