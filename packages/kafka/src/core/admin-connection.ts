import type { Admin } from 'kafkajs';
import type { InternalCluster } from '../kafkajs/index.ts';
import { kafkaClient, kafkaCluster } from '../kafkajs/kafka-client.ts';
import type { ClientOptions } from '../kafkajs/kafka-client.ts';
import { logReader } from './log-reader.ts';
import type { LogReader } from './log-reader.ts';
import { silentLogger } from './logger.ts';

/** How an administrator reaches the cluster; by default nothing is logged, since each request tells its own outcome. */
export type AdminOptions = Omit<ClientOptions, 'logger'> & Partial<Pick<ClientOptions, 'logger'>>;

/** The clients that administration is made of, connected together and on first use. */
export interface AdminConnection {
  readonly admin: Admin;
  readonly cluster: InternalCluster;
  readonly reader: LogReader;
  /** Resolves once both are connected. */
  readonly connected: () => Promise<void>;
  /** Waits for a connect under way, whatever it came to, and disconnects. */
  readonly close: () => Promise<void>;
}

export const adminConnection = (options: AdminOptions): AdminConnection => {
  const client = { ...options, logger: options.logger ?? silentLogger };
  const admin = kafkaClient(client).admin();
  const cluster = kafkaCluster(client);
  let connecting: Promise<unknown> | undefined;
  return {
    admin,
    cluster,
    reader: logReader(cluster),
    connected: async () => {
      connecting ??= Promise.all([admin.connect(), cluster.connect()]);
      await connecting;
    },
    close: async () => {
      if (!connecting) return;
      // Whoever asked for a connection that failed has been told so.
      await Promise.allSettled([connecting]);
      connecting = undefined;
      await Promise.all([admin.disconnect(), cluster.disconnect()]);
    },
  };
};
