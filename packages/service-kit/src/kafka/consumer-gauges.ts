import type { TaskConsumerStatus, TaskStatus } from '@orderflow/kafka/core';
import { metricNames } from '@orderflow/telemetry';
import { Gauge } from 'prom-client';

type Consumers = () => readonly TaskConsumerStatus[];

/** Gauges of where a client's consumers stand, read whenever the metrics are scraped; a task that left has no value. */
export function consumerGauges(consumers: Consumers, now: () => number): readonly Gauge[] {
  return [
    lagGauge(consumers),
    taskGauge(
      metricNames.consumerLagSeconds,
      'Age of the oldest record that a task has not committed, in seconds; 0 where there is none.',
      consumers,
      ({ oldestTimestamp }) => (oldestTimestamp === undefined ? 0 : (now() - oldestTimestamp) / 1_000),
    ),
    taskGauge(
      metricNames.keysQuarantined,
      'Keys of a task that wait for an operator.',
      consumers,
      ({ quarantinedKeys }) => quarantinedKeys,
    ),
    taskGauge(
      metricNames.circuitOpen,
      '1 while a task starts no records because a dependency is down, 0.5 while it probes.',
      consumers,
      ({ circuit }) => ({ closed: 0, 'half-open': 0.5, open: 1 })[circuit.state],
    ),
  ];
}

function lagGauge(consumers: Consumers): Gauge {
  return new Gauge({
    name: metricNames.consumerLag,
    help: 'Records between the committed offset and the last stable offset.',
    labelNames: ['group', 'topic', 'partition'],
    registers: [],
    collect() {
      this.reset();
      for (const { group, tasks } of consumers()) {
        for (const { partition, topics } of tasks) {
          for (const [topic, { lag }] of Object.entries(topics)) {
            this.set({ group, topic, partition: String(partition) }, Number(lag));
          }
        }
      }
    },
  });
}

function taskGauge(
  name: string,
  help: string,
  consumers: Consumers,
  valueOf: (task: TaskStatus) => number,
): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: ['group', 'partition'],
    registers: [],
    collect() {
      this.reset();
      for (const { group, tasks } of consumers()) {
        for (const task of tasks) this.set({ group, partition: String(task.partition) }, valueOf(task));
      }
    },
  });
}
