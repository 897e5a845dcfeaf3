import type { TaskConsumerStatus } from '@orderflow/kafka/core';
import type { HealthComponent } from '../health/health-registry.ts';

/**
 * A consumer group as a component of health: each task with its state, its lag in records, its circuit where it isn't closed and
 * the keys that wait for an operator. Never required, so that a service
 * goes on serving its REST while Kafka is away.
 */
export function consumerHealth(group: string, status: () => TaskConsumerStatus | undefined): HealthComponent {
  return {
    name: `consumer ${group}`,
    required: false,
    probe: () => {
      const current = status();
      if (current === undefined) return { status: 'down', details: { state: 'not started' } };
      const { state, tasks } = current;
      const failing = tasks.some(
        ({ error, state: taskState, circuit, quarantinedKeys }) =>
          error !== undefined || taskState === 'stopped' || circuit.state !== 'closed' || quarantinedKeys > 0,
      );
      return {
        status: state !== 'running' ? 'down' : failing ? 'degraded' : 'up',
        details: {
          state,
          tasks: tasks.map(({ partition, state: taskState, topics, circuit, quarantinedKeys, error }) => ({
            partition,
            state: taskState,
            lag: Object.values(topics)
              .reduce((sum, { lag }) => sum + lag, 0n)
              .toString(),
            ...(circuit.state === 'closed' ? {} : { circuit }),
            ...(quarantinedKeys === 0 ? {} : { quarantinedKeys }),
            ...(error === undefined ? {} : { error: codeOf(error) }),
          })),
        },
      };
    },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
