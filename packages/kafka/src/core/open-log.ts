import { kafkaCluster } from '../kafkajs/kafka-client.ts';
import { logReader } from './log-reader.ts';
import type { LogReader } from './log-reader.ts';
import { silentLogger } from './logger.ts';

/** Whose log is read, and as whom. */
export interface OpenLogOptions {
  readonly brokers: readonly string[];
  /** Named in the broker's logs and quotas. */
  readonly clientId: string;
}

/** A `LogReader` over a connection of its own, closed when it is disposed of. */
export type OpenLog = LogReader & AsyncDisposable;

/**
 * Connects for reads by position of any topic. It belongs to no group and holds no producer, so nothing that it does can move an
 * offset or add a record.
 */
export const openLog = async ({ brokers, clientId }: OpenLogOptions): Promise<OpenLog> => {
  const cluster = kafkaCluster({ brokers, clientId, logger: silentLogger });
  await cluster.connect();
  return {
    ...logReader(cluster),
    [Symbol.asyncDispose]: () => cluster.disconnect(),
  };
};
