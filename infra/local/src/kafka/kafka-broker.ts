import type { DaemonRecord } from '../process/process-record.ts';
import type { PartLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';
import { type BrokerOptions, startBroker } from './broker-process.ts';
import { clusterMetadata } from './kafka-metadata.ts';

/** Starts the stack's broker, which is its own controller, and returns once it answers. */
export async function startKafka(
  layout: PartLayout,
  state: StackState,
  options: BrokerOptions,
): Promise<DaemonRecord> {
  const { kafka, kafkaController } = state.ports;
  const settings = {
    'controller.quorum.voters': `1@127.0.0.1:${kafkaController}`,
    listeners: `PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${kafkaController}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${kafka}`,
  };
  return startBroker(layout, { clusterId: state.kafkaClusterId, nodeId: 1, port: kafka, settings }, options);
}

/** Whether the broker at the port belongs to the cluster that this stack recorded. */
export async function isOurKafka(state: StackState): Promise<boolean> {
  try {
    return (await clusterMetadata(state.ports.kafka)).clusterId === state.kafkaClusterId;
  } catch {
    // No Kafka: not ours.
    return false;
  }
}
