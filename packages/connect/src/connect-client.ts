import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { ConnectError } from './connect-error.ts';
import { type ConnectorState, parseConnectorState } from './connector-state.ts';

/** A connector's settings as Connect takes them: every value is a string. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** A connector as it has to be: a value that applyConnector makes true. */
export interface ConnectorDeclaration {
  readonly name: string;
  readonly config: ConnectorConfig;
}

/** Kafka Connect's REST API as far as Orderflow uses it; every failure is a {@link ConnectError}. */
export interface ConnectClient {
  /** Undefined when there is no such connector. */
  state(name: string): Promise<ConnectorState | undefined>;
  /** Undefined when there is no such connector. */
  config(name: string): Promise<ConnectorConfig | undefined>;
  putConfig(name: string, config: ConnectorConfig): Promise<void>;
  /** Restarts the connector and those of its tasks that are FAILED, and nothing that runs. */
  restartFailed(name: string): Promise<void>;
  /** Stops the connector's tasks and keeps its offsets. */
  stop(name: string): Promise<void>;
  /** Starts the tasks of a stopped connector where its offsets say. */
  resume(name: string): Promise<void>;
  /** Forgets what a stopped connector has read. */
  forgetOffsets(name: string): Promise<void>;
  /** Removes the connector if it is there; its offsets stay. */
  remove(name: string): Promise<void>;
}

/** The bound of each request. */
export interface ConnectClientOptions {
  /** Milliseconds for one request; default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Returns a client for a Connect worker; it opens no connection before the first request.
 * @param url such as http://127.0.0.1:8083
 */
export function connectClient(url: string, { timeoutMs = 10_000 }: ConnectClientOptions = {}): ConnectClient {
  const http = axios.create({ baseURL: url, timeout: timeoutMs, validateStatus: () => true, proxy: false });
  const of = (name: string): string => `/connectors/${encodeURIComponent(name)}`;
  return {
    state: async (name) => {
      const answer = await request(http, { url: `${of(name)}/status` }, [404]);
      return answer.status === 404 ? undefined : parseConnectorState(answer.data);
    },
    config: async (name) => {
      const answer = await request(http, { url: `${of(name)}/config` }, [404]);
      return answer.status === 404 ? undefined : parseConfig(answer.data);
    },
    putConfig: async (name, config) => {
      await request(http, { method: 'PUT', url: `${of(name)}/config`, data: config });
    },
    restartFailed: async (name) => {
      const params = { includeTasks: true, onlyFailed: true };
      await request(http, { method: 'POST', url: `${of(name)}/restart`, params, ...empty });
    },
    stop: async (name) => {
      await request(http, { method: 'PUT', url: `${of(name)}/stop`, ...empty });
    },
    resume: async (name) => {
      await request(http, { method: 'PUT', url: `${of(name)}/resume`, ...empty });
    },
    forgetOffsets: async (name) => {
      await request(http, { method: 'DELETE', url: `${of(name)}/offsets` });
    },
    remove: async (name) => {
      await request(http, { method: 'DELETE', url: of(name) }, [404]);
    },
  };
}

/** Without a body axios declares a form, which Connect refuses (415). */
const empty: AxiosRequestConfig = { data: {}, headers: { 'Content-Type': 'application/json' } };

interface Answer {
  readonly status: number;
  readonly data: unknown;
}

async function request(
  http: AxiosInstance,
  config: AxiosRequestConfig,
  expected: readonly number[] = [],
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await http.request<unknown>(config);
  } catch (cause) {
    throw new ConnectError('CONNECT_UNAVAILABLE', `Connect does not answer: ${messageOf(cause)}`, { cause });
  }
  const { status, data } = answer;
  if ((status >= 200 && status < 300) || expected.includes(status)) return answer;
  // 409: the workers are rebalancing; 5xx: the herder could not reach Kafka or its leader in time.
  const code = status === 409 || status >= 500 ? 'CONNECT_UNAVAILABLE' : 'CONNECT_REFUSED';
  const said = typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
  throw new ConnectError(code, `Connect answered ${status}: ${said.slice(0, 500)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parseConfig(data: unknown): ConnectorConfig {
  if (typeof data !== 'object' || data === null) throw new TypeError('not the configuration of a connector');
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]));
}
