import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { attachGroupHooks } from '../group-hooks.ts';
import { loadInternals, requireKafkajs } from '../internals.ts';
import type {
  InternalBroker,
  InternalCluster,
  InternalConsumerGroup,
  InternalRequestQueue,
} from '../internals.ts';
import { mendClosedConnection } from './closed-connection.ts';
import { mendControlBatches } from './control-batches.ts';
import { mendCoordinatorLookup, rememberCoordinators } from './coordinator-lookup.ts';
import { mendIdleTimer } from './idle-timer.ts';
import { mendGroupHooks } from './group-hooks.ts';
import { mendOffsetReset, OffsetResetRefusedError } from './offset-reset.ts';
import { mendSingleConnect } from './single-connect.ts';

// Each test shows the fault on the stock package first: this file loads it without the mends, in a registry of its own.
const internals = loadInternals(requireKafkajs);

const ignore = (): void => undefined;
const quiet = new Kafka({ brokers: ['localhost:1'], logLevel: logLevel.NOTHING }).logger();

describe('the idle timer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** As on a connection that has just been made. */
  const connected = (): InternalRequestQueue => {
    const queue = new internals.RequestQueue({
      maxInFlightRequests: null,
      requestTimeout: 1_000,
      enforceRequestTimeout: true,
      clientId: 'c',
      broker: 'b',
      logger: quiet,
    });
    queue.scheduleRequestTimeoutCheck();
    queue.scheduleCheckPendingRequests();
    return queue;
  };
  const request = (correlationId: number, settle: Partial<PromiseWithResolvers<unknown>> = {}) => ({
    entry: { correlationId, resolve: ignore, reject: ignore, ...settle },
    expectResponse: true,
    sendRequest: ignore,
  });

  it('runs on a stock connection without requests, and not on a mended one', () => {
    connected();
    expect(jest.getTimerCount()).toBe(2);
    jest.clearAllTimers();
    mendIdleTimer(internals);
    connected();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('runs while a request is on its way, which it ends after its time', async () => {
    const queue = connected();
    queue.push(request(1));
    expect(jest.getTimerCount()).toBe(1);
    queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    jest.advanceTimersByTime(100);
    expect(jest.getTimerCount()).toBe(0);

    const late = Promise.withResolvers<unknown>();
    queue.push(request(2, late));
    jest.advanceTimersByTime(1_000);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(100);
    await expect(late.promise).rejects.toMatchObject({ name: 'KafkaJSRequestTimeoutError' });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not come back on a connection that is being closed', () => {
    const queue = connected();
    queue.push(request(1));
    queue.destroy();
    queue.push(request(2));
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('an offset out of range', () => {
  const committed: unknown[] = [];
  const coordinator = { offsetCommit: async (request: unknown) => committed.push(request) };
  const manager = (cluster: object) => ({
    cluster: { defaultOffset: () => -2, ...cluster } as object as InternalCluster,
    getCoordinator: async () => coordinator,
    topicConfigurations: {},
    clearOffsets: () => undefined,
  });
  const reset = (owner: ReturnType<typeof manager>) =>
    internals.OffsetManager.prototype.setDefaultOffset.call(owner, { topic: 't', partition: 3 });

  it('commits -2 in the stock package; mended, nothing is committed and the owner is told', async () => {
    await reset(manager({}));
    expect(committed).toHaveLength(1);
    mendOffsetReset(internals);
    await expect(reset(manager({}))).rejects.toBeInstanceOf(OffsetResetRefusedError);
    const owned = manager({});
    const told: unknown[] = [];
    attachGroupHooks(owned.cluster, {
      beforeJoin: () => Promise.resolve(),
      beforeFetch: () => Promise.resolve(),
      joinFailed: () => undefined,
      fetched: ignore,
      undecodable: () => Promise.resolve(false),
      mayJoinForGrowth: () => true,
      offsetOutOfRange: (at) => told.push(at),
    });
    await reset(owned);
    expect(told).toEqual([{ topic: 't', partition: 3 }]);
    expect(committed).toHaveLength(1);
  });
});

describe('a batch of control records only', () => {
  it('is hidden from eachBatch in the stock package and delivered when mended', () => {
    const batch = { rawMessages: [{}], messages: [] };
    const isHidden = (): boolean => {
      const own = Object.create(internals.Batch.prototype) as typeof internals.Batch.prototype;
      return Object.assign(own, batch).isEmptyDueToFiltering();
    };
    expect(isHidden()).toBe(true);
    mendControlBatches(internals);
    expect(isHidden()).toBe(false);
    expect(internals.Batch.prototype.isEmpty.call({ rawMessages: [] })).toBe(true);
    expect(internals.Batch.prototype.isEmpty.call({ rawMessages: [{}] })).toBe(false);
  });
});

describe('a join and a fetch', () => {
  it('ask nobody in the stock package and await the owner when mended', async () => {
    const order: string[] = [];
    const away = { type: 'UNKNOWN' };
    const cluster = {
      refreshMetadataIfNecessary: async () => {
        order.push('fetched');
        throw away;
      },
    };
    const group = Object.create(internals.ConsumerGroup.prototype) as InternalConsumerGroup;
    Object.assign(group, { cluster, retrier: async () => order.push('joined') });
    attachGroupHooks(group.cluster, {
      beforeJoin: async () => void order.push('asked to join'),
      beforeFetch: async (nodeId) => void order.push(`asked to fetch from ${nodeId}`),
      fetched: () => order.push('told of a fetch'),
      undecodable: () => Promise.resolve(false),
      mayJoinForGrowth: () => true,
      joinFailed: (error) => order.push(`told of ${String(error)}`),
      offsetOutOfRange: () => undefined,
    });
    await group.joinAndSync();
    await expect(group.fetch(7)).rejects.toBe(away);
    expect(order.splice(0)).toEqual(['joined', 'fetched']);
    mendGroupHooks(internals);
    await group.joinAndSync();
    await expect(group.fetch(7)).rejects.toBe(away);
    expect(order.splice(0)).toEqual(['asked to join', 'joined', 'asked to fetch from 7', 'fetched']);
    Object.assign(group, { retrier: () => Promise.reject(new Error('refused')) });
    await expect(group.joinAndSync()).rejects.toThrow('refused');
    expect(order).toEqual(['asked to join', 'told of Error: refused']);
  });
});

describe('a coordinator', () => {
  it('is asked for with every request, until its producer remembers it for as long as it is connected', async () => {
    let lookups = 0;
    let connected = true;
    const broker = { isConnected: () => connected } as InternalBroker;
    const cluster = Object.create(internals.Cluster.prototype) as InternalCluster;
    Object.assign(cluster, {
      retrier: async () => {
        lookups += 1;
        return broker;
      },
    });
    mendCoordinatorLookup(internals);
    const lookup = { groupId: 'task', coordinatorType: 1 };
    const find = () => cluster.findGroupCoordinator(lookup);
    await find();
    await find();
    expect(lookups).toBe(2);
    rememberCoordinators('task');
    await find();
    await find();
    expect(lookups).toBe(3);
    connected = false;
    await find();
    expect(lookups).toBe(4);
  });
});

describe('a request that reaches a connection while it is being closed', () => {
  const connected = async (requestTimeout: number) => {
    const socketFactory = ({ onConnect }: { onConnect: () => void }) => {
      setImmediate(onConnect);
      return Object.assign(new EventEmitter(), { setKeepAlive: ignore, end: ignore, unref: ignore });
    };
    const connection = new internals.Connection({
      host: 'localhost',
      port: 1,
      logger: quiet,
      socketFactory,
      connectionTimeout: 1_000,
      requestTimeout,
    });
    await connection.connect();
    return connection;
  };

  const requestTo = (reject: (error: { code?: string }) => void) => ({
    entry: { correlationId: 1, resolve: ignore, reject },
    expectResponse: true,
    sendRequest: ignore,
  });

  /** What becomes of a request that comes too late. */
  const outcome = async (): Promise<string> => {
    const connection = await connected(1);
    const closing = connection.disconnect();
    let state = 'waits for ever';
    connection.requestQueue.push(requestTo(({ code }) => (state = `failed: ${code}`)));
    await closing;
    return state;
  };

  it('is never ended by the stock package, whose clock has stopped; mended, it fails', async () => {
    expect(await outcome()).toBe('waits for ever');
    mendClosedConnection(internals);
    expect(await outcome()).toBe('failed: ECONNRESET');
  });
});

describe('a closed connection', () => {
  /** How many sockets two requests at once open. */
  const opened = async (): Promise<number> => {
    let sockets = 0;
    const socketFactory = ({ onConnect }: { onConnect: () => void }) => {
      sockets += 1;
      setImmediate(onConnect);
      return Object.assign(new EventEmitter(), { setKeepAlive: ignore, end: ignore, unref: ignore });
    };
    const connection = new internals.Connection({
      host: 'localhost',
      port: 1,
      logger: quiet,
      socketFactory,
      connectionTimeout: 1_000,
      requestTimeout: 1_000,
    });
    await Promise.all([connection.connect(), connection.connect()]);
    await connection.disconnect();
    return sockets;
  };

  it('is opened by each of two requests in the stock package; mended, they open it together', async () => {
    expect(await opened()).toBe(2);
    mendSingleConnect(internals);
    expect(await opened()).toBe(1);
  });
});
