import { isOurConnect, startConnect } from '../connect/connect-worker.ts';
import { isOurKafka, startKafka } from '../kafka/kafka-broker.ts';
import { isOurPostgres } from '../postgres/postgres-session.ts';
import { startPostgres } from '../postgres/postgres-server.ts';
import { setUpPostgres } from '../postgres/postgres-setup.ts';
import type { DaemonOwner } from '../process/process-record.ts';
import type { StackPorts, StackSettings } from '../settings/stack-settings.ts';
import type { PartLayout } from './stack-layout.ts';
import type { StackState } from './stack-state.ts';

export type PartName = 'postgres' | 'kafka' | 'connect';

export interface PartStart {
  readonly layout: PartLayout;
  readonly state: StackState;
  readonly jars: string;
  readonly heaps: StackSettings['heaps'];
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
}

/** What the supervisor knows of a part of the infrastructure. */
export interface StackPart {
  readonly name: PartName;
  readonly title: string;
  readonly ports: readonly (keyof StackPorts)[];
  readonly start: (options: PartStart) => Promise<unknown>;
  readonly isOurs: (state: StackState) => Promise<boolean>;
  /** Asks for a quick stop that needs no recovery at the next start. */
  readonly stopSignal: NodeJS.Signals;
  /** Then it is killed; Ctrl-C promises 15 s over services beside Connect, and Kafka beside Postgres after them. */
  readonly stopWithinMs: number;
}

export const postgresPart: StackPart = {
  name: 'postgres',
  title: 'Postgres',
  ports: ['postgres'],
  async start({ layout, state, ...options }) {
    await startPostgres(layout, state, options);
    await setUpPostgres(state);
  },
  isOurs: isOurPostgres,
  // Fast shutdown: SIGTERM would wait for every client.
  stopSignal: 'SIGINT',
  stopWithinMs: 4_000,
};

export const kafkaPart: StackPart = {
  name: 'kafka',
  title: 'Kafka',
  ports: ['kafka', 'kafkaController'],
  start: ({ layout, state, heaps, ...options }) =>
    startKafka(layout, state, { heap: heaps.kafka, ...options }),
  isOurs: isOurKafka,
  stopSignal: 'SIGTERM',
  stopWithinMs: 5_000,
};

export const connectPart: StackPart = {
  name: 'connect',
  title: 'Connect',
  ports: ['connect'],
  start: ({ layout, state, heaps, ...options }) =>
    startConnect(layout, state, { heap: heaps.connect, ...options }),
  isOurs: isOurConnect,
  stopSignal: 'SIGTERM',
  stopWithinMs: 4_000,
};

/** Order of the start, each row at once. */
export const startOrder: readonly (readonly StackPart[])[] = [[postgresPart, kafkaPart], [connectPart]];
export const allParts: readonly StackPart[] = startOrder.flat();
