import type { CompressionTypes, Logger as KafkajsLogger, RetryOptions } from 'kafkajs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { CompressionCodec } from './codecs/compression-codec.ts';

/**
 * The parts of kafkajs 2.2.4 that its public types leave out, with the types we rely on.
 * They are loaded by `require`, so that mends and clients share one instance of each module.
 */
export interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly partitionLeaderEpoch: number;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
  readonly lastOffsetDelta: number;
  readonly producerId: string;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly maxTimestamp: string;
  readonly timestampType: number;
  readonly magicByte: number;
}

export interface RawRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, Buffer | null | (Buffer | null)[]>;
  readonly isControlRecord: boolean;
  readonly batchContext: Pick<BatchContext, 'producerId' | 'inTransaction'>;
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly messages: readonly RawRecord[];
}

export interface FetchResponse {
  readonly responses: readonly { readonly topicName: string; readonly partitions: FetchedPartition[] }[];
}

export interface OffsetsOfTopic {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

export interface InternalBroker {
  readonly nodeId: number;
  isConnected(): boolean;
  fetch(request: {
    isolationLevel: number;
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    topics: readonly {
      topic: string;
      partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
    }[];
  }): Promise<FetchResponse>;
  listOffsets(request: {
    replicaId: number;
    isolationLevel: number;
    topics: readonly {
      topic: string;
      partitions: readonly { partition: number; timestamp: number }[];
    }[];
  }): Promise<{ readonly responses: readonly OffsetsOfTopic[] }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: readonly OffsetsOfTopic[];
  }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: readonly { topic: string; partitions: readonly { partition: number }[] }[];
  }): Promise<{ readonly responses: readonly OffsetsOfTopic[] }>;
}

export interface InternalConnection {
  /** In ms. */
  readonly connectionTimeout: number;
  /** The last one that was opened. */
  readonly socket?: Pick<Socket, 'on' | 'removeAllListeners' | 'destroy'>;
  isConnected(): boolean;
  connect(): Promise<boolean>;
  disconnect(): Promise<unknown>;
  readonly requestQueue: { push(request: unknown): void };
  /** Fails every request that waits or is on its way. */
  rejectRequests(error: Error): void;
}

interface SentRequest {
  /** In ms since the epoch. */
  readonly sentAt: number;
  /** In ms. */
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

interface PushedRequest {
  readonly entry: {
    readonly correlationId: number;
    resolve(answer: unknown): void;
    reject(error: unknown): void;
  };
  readonly expectResponse: boolean;
  sendRequest(): void;
}

/** The requests of one connection. */
export interface InternalRequestQueue {
  readonly pending: readonly unknown[];
  readonly inflight: ReadonlyMap<number, SentRequest>;
  readonly enforceRequestTimeout: boolean;
  /** In ms. */
  readonly requestTimeout: number;
  requestTimeoutIntervalId?: NodeJS.Timeout | undefined;
  readonly isConnected: () => boolean;
  push(request: PushedRequest): void;
  sendSocketRequest(request: unknown): void;
  fulfillRequest(answer: {
    readonly correlationId: number;
    readonly size: number;
    readonly payload: unknown;
  }): void;
  scheduleCheckPendingRequests(): void;
  /** Called when the connection has been made. */
  scheduleRequestTimeoutCheck(): void;
  /** Ends its timers. */
  destroy(): void;
}

interface RequestQueueOptions {
  readonly maxInFlightRequests: number | null;
  readonly requestTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly clientId: string;
  readonly broker: string;
  readonly logger: KafkajsLogger;
}

export interface InternalCluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly {
    readonly partitionId: number;
    readonly leader: number;
  }[];
  findBroker(node: { nodeId: number | string }): Promise<InternalBroker>;
  findGroupCoordinator(group: { groupId: string }): Promise<InternalBroker>;
  removeBroker(address: { host: string; port: number }): void;
}

/** A member of a group as kafkajs holds it; its fields change with every join. */
export interface InternalConsumerGroup {
  readonly cluster: InternalCluster;
  readonly groupId: string;
  readonly memberId: string | null;
  readonly generationId: number | null;
  readonly coordinator: InternalBroker | null;
  /** So long the next fetch may wait for a first record, in ms. */
  maxWaitTime: number;
  isLeader(): boolean;
  joinAndSync(): Promise<void>;
  /** Throws what `fetch` answers by another join, when a topic has partitions that were not there at the last one. */
  checkForStaleAssignment(): void;
  fetch(nodeId: number): Promise<readonly { readonly topic: string; readonly partition: number }[]>;
}

export type HeaderValue = Buffer | string | null | undefined;
export type MessageHeaders = Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;

export interface MetadataInput {
  readonly topics: readonly string[];
  readonly allowAutoTopicCreation: boolean;
}

export interface TransactionalInput {
  readonly transactionalId: string;
}

export interface ProducedMessage {
  readonly key?: Buffer | string | null | undefined;
  readonly value: Buffer | string | null;
  readonly headers?: MessageHeaders | undefined;
  /** In ms since the epoch. */
  readonly timestamp?: string | number | null | undefined;
}

export interface ProduceInput {
  readonly transactionalId?: string | undefined;
  readonly acks: number;
  readonly timeout: number;
  /** A Long of kafkajs, which is text to anybody else. */
  readonly producerId?: { toString(): string } | null | undefined;
  readonly producerEpoch?: number | undefined;
  readonly compression?: number | undefined;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence?: number | undefined;
      readonly messages: readonly ProducedMessage[];
    }[];
  }[];
}

export interface ProtocolCall<Response> {
  readonly request: { encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }> };
  readonly response: { decode(raw: Buffer): Promise<Response>; parse(data: Response): Promise<Response> };
}

/** How kafkajs knows one of Kafka's APIs; looked up anew for every call, which makes `protocol` the place for a mend. */
export interface RequestDefinition<Input, Response> {
  protocol(options: { readonly version: number }): (input: Input) => ProtocolCall<Response>;
}

export interface ApiRequests {
  readonly Fetch: RequestDefinition<unknown, FetchResponse>;
  readonly Metadata: RequestDefinition<MetadataInput, unknown>;
  readonly Produce: RequestDefinition<ProduceInput, unknown>;
  readonly AddPartitionsToTxn: RequestDefinition<TransactionalInput, unknown>;
  readonly AddOffsetsToTxn: RequestDefinition<TransactionalInput, unknown>;
  readonly TxnOffsetCommit: RequestDefinition<TransactionalInput, unknown>;
  readonly EndTxn: RequestDefinition<TransactionalInput, unknown>;
  readonly GroupCoordinator: RequestDefinition<unknown, unknown>;
  readonly InitProducerId: RequestDefinition<unknown, unknown>;
  readonly JoinGroup: RequestDefinition<{ readonly groupId: string }, unknown>;
  readonly OffsetFetch: RequestDefinition<unknown, unknown>;
  readonly SyncGroup: RequestDefinition<unknown, unknown>;
}

interface ClusterOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: KafkajsLogger;
  readonly socketFactory: unknown;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly enforceRequestTimeout: boolean;
  readonly metadataMaxAge: number;
  readonly allowAutoTopicCreation: boolean;
  readonly maxInFlightRequests: number | null;
  readonly isolationLevel: number;
  readonly retry: RetryOptions;
}

interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly logger: KafkajsLogger;
  readonly socketFactory: unknown;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

export interface Internals {
  readonly version: string;
  readonly requests: ApiRequests;
  readonly compression: {
    readonly Types: typeof CompressionTypes;
    /** By type, looked up anew for every batch. */
    readonly Codecs: Record<number, () => CompressionCodec>;
    readonly lookupCodecByAttributes: (attributes: number) => CompressionCodec | null;
  };
  readonly Cluster: { new (options: ClusterOptions): InternalCluster; readonly prototype: InternalCluster };
  readonly socketFactory: () => unknown;
  readonly Encoder: {
    readonly prototype: { writeVarInt(n: number): unknown; writeVarIntBytes(v: unknown): unknown };
  };
  readonly RequestQueue: {
    new (options: RequestQueueOptions): InternalRequestQueue;
    readonly prototype: InternalRequestQueue;
  };
  readonly OffsetManager: {
    readonly prototype: {
      setDefaultOffset(
        this: { readonly cluster: InternalCluster },
        at: { topic: string; partition: number },
      ): Promise<void>;
    };
  };
  readonly Connection: {
    new (options: ConnectionOptions): InternalConnection;
    readonly prototype: InternalConnection;
  };
  readonly ConsumerGroup: { readonly prototype: InternalConsumerGroup };
  readonly Batch: {
    readonly prototype: {
      isEmpty(this: { readonly rawMessages: readonly unknown[] }): boolean;
      isEmptyDueToFiltering(): boolean;
    };
  };
}

/** Loads the internals through the given `require`; a test passes one that still sees the stock package. */
export const loadInternals = (load: (id: string) => unknown): Internals => {
  const module = <T>(id: string): T => load(id) as T;
  return {
    version: module<{ version: string }>('kafkajs/package.json').version,
    requests: module<{ requests: ApiRequests }>('kafkajs/src/protocol/requests').requests,
    compression: module('kafkajs/src/protocol/message/compression'),
    Cluster: module('kafkajs/src/cluster'),
    socketFactory: module('kafkajs/src/network/socketFactory'),
    Encoder: module('kafkajs/src/protocol/encoder'),
    RequestQueue: module('kafkajs/src/network/requestQueue'),
    OffsetManager: module('kafkajs/src/consumer/offsetManager'),
    Connection: module('kafkajs/src/network/connection'),
    ConsumerGroup: module('kafkajs/src/consumer/consumerGroup'),
    Batch: module('kafkajs/src/consumer/batch'),
  };
};

export const requireKafkajs = createRequire(import.meta.url);
