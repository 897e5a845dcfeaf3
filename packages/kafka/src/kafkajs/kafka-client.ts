import type { Kafka as KafkaClient, LogEntry } from 'kafkajs';
import type { Logger } from '../core/logger.ts';
import { Kafka, internals, logLevel } from './index.ts';
import type { InternalCluster } from './internals.ts';

/** How a client reaches the cluster. */
export interface ClientOptions {
  /** host:port of at least one broker. */
  readonly brokers: readonly string[];
  /** Named in the broker's logs and quotas. */
  readonly clientId: string;
  readonly logger: Logger;
}

const connectionTimeout = 3_000;
const requestTimeout = 15_000;
const retry = { initialRetryTime: 50, factor: 0.2, multiplier: 2, maxRetryTime: 1_000, retries: 8 };

/** kafkajs logs as errors also what it retries, with every transaction; each caller here reports its own outcome. */
const logTo =
  (logger: Logger) =>
  () =>
  ({ namespace, log }: LogEntry): void => {
    const { message, timestamp: _, logger: __, ...fields } = log;
    logger.debug('kafka client', { namespace, detail: message, ...fields });
  };

/**
 * A kafkajs client of its own: clients made from one object share a map of committed offsets, which a join of one clears
 * for all and which `sendOffsets` fills before its transaction commits.
 */
export const kafkaClient = ({ brokers, clientId, logger }: ClientOptions): KafkaClient =>
  new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout,
    requestTimeout,
    retry,
    logLevel: logLevel.WARN,
    logCreator: logTo(logger),
  });

/** Metadata is a few kilobytes; new partitions must be seen soon, since their first records count too. */
export const metadataMaxAgeMs = 30_000;

/** kafkajs' internal access to a cluster, for reads without a group. Connects on first use of `connect()`. */
export const kafkaCluster = (options: ClientOptions): InternalCluster =>
  new internals.Cluster({
    brokers: options.brokers,
    clientId: options.clientId,
    logger: kafkaClient(options).logger(),
    socketFactory: internals.socketFactory(),
    connectionTimeout,
    requestTimeout,
    enforceRequestTimeout: true,
    metadataMaxAge: metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: 1,
    retry,
  });
