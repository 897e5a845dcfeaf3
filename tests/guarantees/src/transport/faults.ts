import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerCluster, SeededChoices } from '@orderflow/test-harness';
import type { Course } from './course.ts';
import type { Crew } from './crew.ts';
import { cutConnections } from './cut-connections.ts';
import { rebalanceStorm } from './rebalance-storm.ts';
import { haltPoints } from './worker-protocol.ts';

/** All that can be harmed. */
export interface Field {
  readonly course: Course;
  readonly crew: Crew;
  readonly cluster: BrokerCluster;
  readonly choices: SeededChoices;
}

/** Harms something and mends it; what runs on has all its parts again when it resolves. */
export type Fault = (field: Field) => Promise<void>;

const sessionMs = 6_000;

/** What befalls workers. */
export const workerFaults: Readonly<Record<string, Fault>> = {
  'worker killed': async ({ crew, choices }) => {
    await crew.replace(choices.pick(crew.instances));
  },
  'worker killed at a point': async ({ crew, choices }) => {
    const instance = choices.pick(crew.instances);
    const halt = { at: choices.pick(haltPoints), time: choices.integer(1, 20) };
    const worker = await crew.replace(instance, halt);
    await worker.halted;
    await crew.replace(instance);
  },
  'worker frozen within its session': ({ crew, choices }) =>
    freeze(crew, choices, choices.integer(500, sessionMs - 2_000)),
  'worker frozen beyond its session': ({ crew, choices }) =>
    freeze(crew, choices, choices.integer(sessionMs + 1_000, sessionMs + 4_000)),
  'rebalance storm': ({ course, choices }) => rebalanceStorm(course, { choices, beats: 5, killed: 0.2 }),
};

const freeze = async (crew: Crew, choices: SeededChoices, forMs: number): Promise<void> => {
  const worker = crew.worker(choices.pick(crew.instances));
  worker.freeze();
  await pause(forMs);
  worker.thaw();
};

/** What befalls the way to one broker; for clusters with proxies. */
export const networkFaults: Readonly<Record<string, Fault>> = {
  'connections cut': ({ cluster, choices }) => cutConnections(choices.pick(cluster.proxies), choices, 8),
  'connections refused': async ({ cluster, choices }) => {
    const proxy = choices.pick(cluster.proxies);
    await proxy.refuse();
    await pause(choices.integer(500, 5_000));
    await proxy.pass();
  },
  'network silent': async ({ cluster, choices }) => {
    const proxy = choices.pick(cluster.proxies);
    proxy.hold();
    await pause(choices.integer(500, sessionMs + 2_000));
    await proxy.pass();
  },
  'network slow': async ({ cluster, choices }) => {
    const proxy = choices.pick(cluster.proxies);
    proxy.delay(choices.integer(20, 400));
    await pause(4_000);
    await proxy.pass();
  },
};

/** What befalls brokers, one at a time. */
export const brokerFaults: Readonly<Record<string, Fault>> = {
  'broker killed': async ({ cluster, choices }) => {
    const broker = choices.pick(cluster.brokers);
    await broker.kill();
    await broker.start();
    await cluster.inSync();
  },
  'broker restarted': async ({ cluster, choices }) => {
    const broker = choices.pick(cluster.brokers);
    await broker.stop();
    await broker.start();
    await cluster.inSync();
  },
  'broker frozen': async ({ cluster, choices }) => {
    const broker = choices.pick(cluster.brokers);
    await broker.freeze();
    await pause(choices.integer(1_000, sessionMs + 2_000));
    await broker.thaw();
    await cluster.inSync();
  },
};

/** What needs brokers that take over from each other. */
export const takeoverFaults: Readonly<Record<string, Fault>> = {
  'coordinator of the group killed': async ({ cluster, course: { group } }) => {
    const coordinator = await cluster.coordinator({ group });
    await coordinator.kill();
    await coordinator.start();
    await cluster.inSync();
  },
  'coordinator of a transaction killed': async ({ cluster, choices, course: { transactionalIds } }) => {
    const coordinator = await cluster.coordinator({ transactionalId: choices.pick(transactionalIds) });
    await coordinator.kill();
    await coordinator.start();
    await cluster.inSync();
  },
  'leader of inputs killed': async ({ cluster, course: { input } }) => {
    const leader = await cluster.leader(input, 0);
    await leader.kill();
    await leader.start();
    await cluster.inSync();
  },
  'leader of outputs killed': async ({ cluster, course: { output } }) => {
    const leader = await cluster.leader(output, 0);
    await leader.kill();
    await leader.start();
    await cluster.inSync();
  },
  'rolling restart': async ({ cluster }) => {
    for (const broker of cluster.brokers) {
      await broker.stop();
      await broker.start();
      await cluster.inSync();
    }
  },
};
