import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StackPorts } from '../settings/stack-settings.ts';
import { textOf } from '../text-of.ts';

/** The superuser and the roles of infra/postgres/roles.sql. */
export const roles = [
  'postgres',
  'orders_owner',
  'orders_app',
  'orders_cdc',
  'payments_owner',
  'payments_app',
] as const;
export type Role = (typeof roles)[number];

/** What makes a stack itself: its parts are recognised by it, whoever started them. */
export interface StackState {
  readonly installationId: string;
  /** 16 bytes in base64url, as Kafka's storage tool writes them. */
  readonly kafkaClusterId: string;
  readonly passwords: Readonly<Record<Role, string>>;
  /** With which payments identifies itself to the payment provider's simulator. */
  readonly pspApiKey: string;
  readonly ports: StackPorts;
}

export function newStackState(ports: StackPorts): StackState {
  const password = (): string => randomBytes(18).toString('base64url');
  return {
    installationId: randomUUID(),
    kafkaClusterId: newClusterId(),
    passwords: {
      postgres: password(),
      orders_owner: password(),
      orders_app: password(),
      orders_cdc: password(),
      payments_owner: password(),
      payments_app: password(),
    },
    pspApiKey: password(),
    ports,
  };
}

/** A name for a new Kafka cluster: 16 bytes in base64url. Kafka's tools would take one with a leading dash for an option. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

function isStackState(value: unknown): value is StackState {
  if (typeof value !== 'object' || value === null) return false;
  if (!('installationId' in value && 'kafkaClusterId' in value && 'passwords' in value && 'ports' in value)) {
    return false;
  }
  const { passwords, ports } = value;
  if (typeof passwords !== 'object' || passwords === null || typeof ports !== 'object' || ports === null) {
    return false;
  }
  const known = new Map(Object.entries(passwords));
  return (
    typeof value.installationId === 'string' &&
    typeof value.kafkaClusterId === 'string' &&
    'pspApiKey' in value &&
    typeof value.pspApiKey === 'string' &&
    roles.every((role) => typeof known.get(role) === 'string') &&
    Object.values(ports).every((port) => typeof port === 'number')
  );
}

/** The state that a former start wrote, or undefined before the first. */
export async function readStackState(stateFile: string): Promise<StackState | undefined> {
  const text = await textOf(stateFile);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  if (!isStackState(value)) throw new Error(`${stateFile} does not describe a stack: remove its folder`);
  return value;
}

/** Writes the state whole or not at all, readable by its user alone: it holds passwords. */
export async function writeStackState(stateFile: string, state: StackState): Promise<void> {
  await mkdir(dirname(stateFile), { recursive: true });
  await writeFile(`${stateFile}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(`${stateFile}.new`, stateFile);
}
