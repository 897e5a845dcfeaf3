import { isCompression } from '../kafkajs/compression.ts';
import { classifyFailure } from './failure.ts';
import type { Logger } from './logger.ts';
import { silentLogger } from './logger.ts';
import { parkingTopics } from './parking/parking-topics.ts';
import type { OnPoison, ParkingTopics } from './parking/parking-topics.ts';
import type { TaskConsumerOptions } from './task-consumer-options.ts';
import { taskEventPublisher } from './task-events.ts';
import type { OffsetOutOfRangePolicy } from './task/starting-position.ts';

const ignore = (): void => undefined;

/** The same listener, except that what it throws is logged and harms nobody. */
const harmless =
  <Told>(listener: (told: Told) => void, logger: Logger): ((told: Told) => void) =>
  (told) => {
    try {
      listener(told);
    } catch (error) {
      logger.error('listener failed', { error });
    }
  };

const exitWithError = (error: Error): void => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
};

/** An option is outside its bound, or two contradict each other. */
export class InvalidOptionsError extends Error {
  readonly code = 'INVALID_OPTIONS';

  constructor(reason: string) {
    super(`task consumer: ${reason}`);
    this.name = 'InvalidOptionsError';
  }
}

const policies: readonly OffsetOutOfRangePolicy[] = ['fail', 'earliest', 'latest'];

const isDuration = (ms: number): boolean => Number.isFinite(ms) && ms >= 0;

/** The options with every default in place, checked once. @throws InvalidOptionsError */
export const resolveOptions = <State>(options: TaskConsumerOptions<State>): ResolvedOptions<State> => {
  const settings = withDefaults(options);
  const { retry, circuit, minFetchIntervalMs, heartbeatIntervalMs, sessionTimeoutMs, transactionTimeoutMs } =
    settings;
  const { offsetCommitIntervalMs, transactionIntervalMs, ...limits } = settings.limits;
  const bounds: readonly (readonly [kept: boolean, reason: string])[] = [
    [settings.brokers.length > 0, 'needs a broker'],
    [settings.sources.length > 0, 'needs a handler'],
    [
      Object.keys(options.onPoison ?? {}).every((topic) => settings.sources.includes(topic)),
      'onPoison names a topic without a handler',
    ],
    [circuit.failures >= 1, 'circuit.failures is at least 1'],
    [circuit.minMs >= 0 && circuit.minMs <= circuit.maxMs, 'circuit.minMs is at most circuit.maxMs'],
    [policies.includes(settings.onOffsetOutOfRange), `onOffsetOutOfRange is ${policies.join(', ')}`],
    [isCompression(settings.compression), 'compression is none, gzip, snappy, lz4 or zstd'],
    [Object.values(limits).every((limit) => limit >= 1), 'every limit is at least 1'],
    [limits.maxFetchBytes < 2 ** 31, 'limits.maxFetchBytes is below 2 GiB'],
    [
      limits.maxPartitionFetchBytes <= limits.maxFetchBytes,
      'limits.maxPartitionFetchBytes is at most limits.maxFetchBytes',
    ],
    [isDuration(offsetCommitIntervalMs), 'limits.offsetCommitIntervalMs is at least 0'],
    [isDuration(transactionIntervalMs), 'limits.transactionIntervalMs is at least 0'],
    [isDuration(minFetchIntervalMs), 'minFetchIntervalMs is at least 0'],
    [minFetchIntervalMs < heartbeatIntervalMs, 'minFetchIntervalMs is below heartbeatIntervalMs'],
    [settings.metadataMaxAgeMs >= 100, 'metadataMaxAgeMs is at least 100'],
    [retry.minMs >= 0 && retry.minMs <= retry.maxMs, 'retry.minMs is at most retry.maxMs'],
    [heartbeatIntervalMs < sessionTimeoutMs, 'heartbeatIntervalMs is below sessionTimeoutMs'],
    [transactionTimeoutMs < sessionTimeoutMs, 'transactionTimeoutMs is below sessionTimeoutMs'],
  ];
  for (const [kept, reason] of bounds) if (!kept) throw new InvalidOptionsError(reason);
  return settings;
};

const withDefaults = <State>(options: TaskConsumerOptions<State>) => {
  const sources = Object.keys(options.handlers);
  const parking = new Map(
    sources.map((topic) => [topic, options.parkingTopics?.(topic) ?? parkingTopics(topic, options.group)]),
  );
  const parkingOf = (topic: string): ParkingTopics =>
    parking.get(topic) ?? parkingTopics(topic, options.group);
  const sourceByRedrive = new Map([...parking].map(([topic, { redrive }]) => [redrive, topic]));
  return {
    brokers: options.brokers,
    clientId: options.clientId,
    instanceId: options.instanceId,
    group: options.group,
    handlers: options.handlers,
    sources,
    /** All that a task consumes: what it handles, and what is asked of its dead letters. */
    topics: [...sources, ...sourceByRedrive.keys()],
    restore: options.restore,
    onOffsetOutOfRange: options.onOffsetOutOfRange ?? 'fail',
    parkingTopics: parkingOf,
    /** The topic whose dead letters a redrive topic is about; undefined for any other topic. */
    redriveSource: (topic: string) => sourceByRedrive.get(topic),
    onPoison: (topic: string): OnPoison => options.onPoison?.[topic] ?? 'park',
    circuit: {
      failures: options.circuit?.failures ?? 5,
      minMs: options.circuit?.minMs ?? 1_000,
      maxMs: options.circuit?.maxMs ?? 30_000,
    },
    classify: options.classify ?? classifyFailure,
    retry: {
      minMs: options.retry?.minMs ?? 100,
      maxMs: options.retry?.maxMs ?? 30_000,
      giveUpAfterMs: options.retry?.giveUpAfterMs ?? Infinity,
    },
    limits: {
      maxHandlerTimeMs: options.limits?.maxHandlerTimeMs ?? 30_000,
      concurrency: options.limits?.concurrency ?? 32,
      maxBatchRecords: options.limits?.maxBatchRecords ?? 500,
      maxBufferedRecords: options.limits?.maxBufferedRecords ?? 5_000,
      maxBufferedBytes: options.limits?.maxBufferedBytes ?? 8_388_608,
      maxFetchBytes: options.limits?.maxFetchBytes ?? 10_485_760,
      maxPartitionFetchBytes: options.limits?.maxPartitionFetchBytes ?? 1_048_576,
      transactionIntervalMs: options.limits?.transactionIntervalMs ?? 30,
      offsetCommitIntervalMs: options.limits?.offsetCommitIntervalMs ?? 100,
      maxOutputBytes: options.limits?.maxOutputBytes ?? 1_000_000,
      stopTimeoutMs: options.limits?.stopTimeoutMs ?? 5_000,
    },
    sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 2_000,
    transactionTimeoutMs: options.transactionTimeoutMs ?? 8_000,
    compression: options.compression ?? 'none',
    maxWaitTimeMs: options.maxWaitTimeMs ?? 500,
    minFetchIntervalMs: options.minFetchIntervalMs ?? 15,
    metadataMaxAgeMs: options.metadataMaxAgeMs ?? 30_000,
    logger: options.logger ?? silentLogger,
    onEvent: taskEventPublisher({
      group: options.group,
      clientId: options.clientId,
      instanceId: options.instanceId,
    }),
    onStateChange: harmless(options.onStateChange ?? ignore, options.logger ?? silentLogger),
    onFatal: options.onFatal ?? exitWithError,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
  };
};

export type ResolvedOptions<State> = ReturnType<typeof withDefaults<State>>;
