/** Where one broker listens on 127.0.0.1. */
export interface BrokerPorts {
  /** For other brokers, and for clients that are not led through a proxy. */
  readonly broker: number;
  readonly controller: number;
  /** The listener behind a proxy and the port that its clients are told. */
  readonly proxied?: { readonly own: number; readonly advertised: number };
}

/**
 * What a broker of such a cluster needs beside infra/kafka/server.properties: how it finds the others, and as many replicas as there are
 * brokers, of which all but one have to be in sync.
 *
 * A client that comes by one listener is told the addresses of that listener alone, so whoever begins at a proxy stays behind proxies.
 * @param cluster ports by broker id
 */
export const clusterSettings = (
  id: number,
  cluster: ReadonlyMap<number, BrokerPorts>,
): Record<string, string> => {
  const ports = cluster.get(id);
  if (ports === undefined) throw new RangeError(`no broker has the id ${id}`);
  const at = (listener: string, port: number): string => `${listener}://127.0.0.1:${port}`;
  const { broker, controller, proxied } = ports;
  const own = [at('PLAINTEXT', broker), at('CONTROLLER', controller)];
  const advertised = [at('PLAINTEXT', broker)];
  if (proxied) {
    own.push(at('PROXIED', proxied.own));
    advertised.push(at('PROXIED', proxied.advertised));
  }
  const replicas = String(cluster.size);
  const inSync = String(Math.max(1, cluster.size - 1));
  return {
    'controller.quorum.voters': [...cluster]
      .map(([voter, { controller: port }]) => `${voter}@127.0.0.1:${port}`)
      .join(','),
    listeners: own.join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT',
    'default.replication.factor': replicas,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'share.coordinator.state.topic.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.min.isr': inSync,
  };
};
