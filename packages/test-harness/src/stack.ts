/** Where the real parts of a test run listen; the JSON value of ORDERFLOW_STACK. */
export interface Stack {
  /** A superuser, since suites create databases and roles. */
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
  readonly kafka: { readonly brokers: readonly string[] };
  readonly connect: { readonly url: string };
  /** Folder of the stack that the test command started; absent when a stack was brought up by hand. */
  readonly folder?: string;
}

/** A test asked for the stack, and the environment doesn't describe one. */
export class StackUnavailableError extends Error {
  readonly code = 'STACK_UNAVAILABLE';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isStack(value: unknown): value is Stack {
  if (!isRecord(value)) return false;
  const { postgres, kafka, connect, folder } = value;
  return (
    isRecord(postgres) &&
    typeof postgres.host === 'string' &&
    typeof postgres.port === 'number' &&
    typeof postgres.user === 'string' &&
    typeof postgres.password === 'string' &&
    isRecord(kafka) &&
    Array.isArray(kafka.brokers) &&
    kafka.brokers.every((broker) => typeof broker === 'string') &&
    isRecord(connect) &&
    typeof connect.url === 'string' &&
    (folder === undefined || typeof folder === 'string')
  );
}

/**
 * Returns the stack of this test run, the same one for every suite.
 * @param text JSON of a {@link Stack}; defaults to the environment variable ORDERFLOW_STACK.
 * @throws StackUnavailableError when it is unset or describes no stack.
 */
export function stack(text: string | undefined = process.env.ORDERFLOW_STACK): Stack {
  if (text === undefined || text === '') {
    throw new StackUnavailableError('ORDERFLOW_STACK is not set: run this suite by `pnpm test <path>`');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StackUnavailableError('ORDERFLOW_STACK is not JSON', { cause });
  }
  if (!isStack(value)) {
    throw new StackUnavailableError('ORDERFLOW_STACK needs postgres, kafka.brokers and connect.url');
  }
  return value;
}
