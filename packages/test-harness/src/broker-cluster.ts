import { rm } from 'node:fs/promises';
import {
  freePorts,
  jarFolder,
  newClusterId,
  type PartLayout,
  startBroker,
  stackLayout,
  stopDaemon,
} from '@orderflow/infra-local';
import { clusterSettings, type BrokerPorts } from './broker-settings.ts';
import { clusterView, type Coordinated } from './cluster-view.ts';
import { type ProcessUnderTest, processUnderTest } from './process-under-test.ts';
import { randomName } from './random-name.ts';
import { stack, StackUnavailableError } from './stack.ts';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';

/** One broker of a cluster, its own process, to break and to mend. */
export interface BrokerUnderTest extends ProcessUnderTest {
  readonly id: number;
  /** host:port by which clients reach it, through its proxy if it has one. */
  readonly address: string;
}

/** A Kafka cluster of a suite's own. */
export interface BrokerCluster extends AsyncDisposable {
  readonly brokers: readonly BrokerUnderTest[];
  /** Of a cluster with `proxied`, in the order of brokers: every client's way to one of them, and no other broker's. */
  readonly proxies: readonly TcpProxy[];
  /** The addresses of all brokers, as clients are given them. */
  readonly bootstrap: readonly string[];
  /** The same past the proxies, for those who prepare and judge. */
  readonly direct: readonly string[];
  /** Who leads a partition now. */
  leader(topic: string, partition: number): Promise<BrokerUnderTest>;
  /** Who coordinates a group or a transactional id now. */
  coordinator(of: Coordinated): Promise<BrokerUnderTest>;
  /** Resolves once every replica of every partition is in sync: what one may wait for before the next broker is stopped. */
  inSync(): Promise<void>;
}

export interface BrokerClusterOptions {
  /** Default 3, with three replicas of which two must be in sync; 1 has one replica. */
  readonly size?: 1 | 3;
  /** Whether clients are led through a proxy to each broker; brokers meet each other directly. Default: no. */
  readonly proxied?: boolean;
}

const heap = '256m';

/**
 * Starts a cluster whose brokers are controllers too, each a process with its data in the folder of the test run, and resolves once all
 * of them answer. Disposed of, they are killed and their data is gone; those of a run that was killed end with its leftovers.
 * @throws StackUnavailableError, SetupError
 */
export async function brokerCluster({
  size = 3,
  proxied = false,
}: BrokerClusterOptions = {}): Promise<BrokerCluster> {
  const { folder } = stack();
  if (folder === undefined) throw new StackUnavailableError('a cluster needs the folder of `pnpm test`');
  const name = randomName('broker');
  const clusterId = newClusterId();
  const jars = await jarFolder(() => process.stderr.write('fetching jars\n'));
  const ids = Array.from({ length: size }, (_, index) => index + 1);
  const found = await freePorts(size * 3);
  const ports = new Map<number, BrokerPorts>();
  const proxies: TcpProxy[] = [];
  for (const id of ids) {
    const [broker = 0, controller = 0, client = 0] = found.slice((id - 1) * 3);
    const proxy = proxied ? await tcpProxy({ target: { port: client } }) : undefined;
    if (proxy) proxies.push(proxy);
    ports.set(id, {
      broker,
      controller,
      ...(proxy ? { proxied: { own: client, advertised: proxy.port } } : {}),
    });
  }
  const direct = [...ports.values()].map(({ broker }) => `127.0.0.1:${broker}`);

  const layouts: PartLayout[] = [];
  const brokers = ids.map((id): BrokerUnderTest => {
    // A leftover of a killed run is found among its services and ended with them.
    const layout = stackLayout(folder).service(`${name}-${id}`);
    layouts.push(layout);
    const proxy = proxies[id - 1];
    const setup = {
      clusterId,
      nodeId: id,
      port: ports.get(id)?.broker ?? 0,
      settings: clusterSettings(id, ports),
    };
    const server = processUnderTest({
      title: `Broker ${id}`,
      layout,
      stopSignal: 'SIGTERM',
      start: () => startBroker(layout, setup, { jars, heap, owner: 'test' }),
    });
    return { ...server, id, address: `127.0.0.1:${proxy?.port ?? setup.port}` };
  });

  const dispose = async (): Promise<void> => {
    await Promise.all(layouts.map(({ pidFile }) => stopDaemon(pidFile, 'SIGKILL', 5_000)));
    await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
    await Promise.all(layouts.map(({ dataFolder }) => rm(dataFolder, { recursive: true, force: true })));
  };
  // All settle before a failure is answered, so that none is started behind the clean-up.
  const started = await Promise.allSettled(brokers.map((broker) => broker.start()));
  for (const start of started) {
    if (start.status === 'fulfilled') continue;
    await dispose();
    throw start.reason;
  }

  const broker = (id: number): BrokerUnderTest => {
    const found = brokers[id - 1];
    if (found === undefined) throw new Error(`no broker has the id ${id}`);
    return found;
  };
  const view = clusterView(direct);

  return {
    brokers,
    proxies,
    bootstrap: brokers.map(({ address }) => address),
    direct,
    leader: async (topic, partition) => broker(await view.leader(topic, partition)),
    coordinator: async (of) => broker(await view.coordinator(of)),
    inSync: () => view.inSync(),
    [Symbol.asyncDispose]: dispose,
  };
}
