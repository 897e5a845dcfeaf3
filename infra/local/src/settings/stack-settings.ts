import { resolve } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { workFolder } from './repository.ts';

/** Where each part listens, on 127.0.0.1. */
export interface StackPorts {
  readonly postgres: number;
  readonly kafka: number;
  readonly kafkaController: number;
  readonly connect: number;
}

export interface ServicePorts {
  readonly orders: number;
  readonly payments: number;
  readonly pspSimulator: number;
}

export interface StackSettings {
  readonly ports: StackPorts;
  /** Java heap limits, as -Xmx takes them. */
  readonly heaps: { readonly kafka: string; readonly connect: string };
}

/** The variable that moves a port, for the messages that say so. */
export const portVariables = {
  postgres: 'ORDERFLOW_POSTGRES_PORT',
  kafka: 'ORDERFLOW_KAFKA_PORT',
  kafkaController: 'ORDERFLOW_KAFKA_CONTROLLER_PORT',
  connect: 'ORDERFLOW_CONNECT_PORT',
  orders: 'ORDERFLOW_ORDERS_PORT',
  payments: 'ORDERFLOW_PAYMENTS_PORT',
  pspSimulator: 'ORDERFLOW_PSP_PORT',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

function port(environment: Environment, variable: string, byDefault: number): number {
  const text = environment[variable];
  if (text === undefined || text === '') return byDefault;
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= 1 && value <= 65_535) return value;
  throw new SetupError(
    'INVALID_SETTING',
    `${variable}=${text} is no port`,
    'Set it to a number from 1 to 65535.',
  );
}

function heap(environment: Environment, variable: string, byDefault: string): string {
  const text = environment[variable];
  if (text === undefined || text === '') return byDefault;
  if (/^\d+[mg]$/i.test(text)) return text;
  throw new SetupError('INVALID_SETTING', `${variable}=${text} is no heap size`, 'Write it like 512m or 1g.');
}

export function heapSettings(environment: Environment): StackSettings['heaps'] {
  return {
    kafka: heap(environment, 'ORDERFLOW_KAFKA_HEAP', '512m'),
    connect: heap(environment, 'ORDERFLOW_CONNECT_HEAP', '384m'),
  };
}

/**
 * Reads the development stack's settings; every one has a default away from the usual ports.
 * @throws SetupError INVALID_SETTING
 */
export function developmentSettings(environment: Environment): StackSettings {
  return {
    ports: {
      postgres: port(environment, portVariables.postgres, 25_432),
      kafka: port(environment, portVariables.kafka, 29_092),
      kafkaController: port(environment, portVariables.kafkaController, 29_093),
      connect: port(environment, portVariables.connect, 28_083),
    },
    heaps: heapSettings(environment),
  };
}

/** Where development keeps its data and its token: ORDERFLOW_DATA, by default `.orderflow` in the clone. */
export function developmentFolder({ ORDERFLOW_DATA: folder }: Environment): string {
  return folder === undefined || folder === '' ? workFolder : resolve(folder);
}

/** @throws SetupError INVALID_SETTING */
export function developmentServicePorts(environment: Environment): ServicePorts {
  return {
    orders: port(environment, portVariables.orders, 3_001),
    payments: port(environment, portVariables.payments, 3_002),
    pspSimulator: port(environment, portVariables.pspSimulator, 3_090),
  };
}
