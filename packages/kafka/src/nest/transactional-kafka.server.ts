import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { OnPoison } from '../core/parking/parking-topics.ts';
import type { KafkaRecord, OutputRecord } from '../core/record.ts';
import { taskConsumer } from '../core/task-consumer.ts';
import type { TaskConsumer, TaskConsumerStatus } from '../core/task-consumer.ts';
import type { HandlerContext, RecordHandler, TaskConsumerOptions } from '../core/task-consumer-options.ts';
import { KafkaContext } from './kafka-context.ts';
import { kafkaTransportId } from './kafka-handler.decorator.ts';
import type { KafkaHandlerOptions } from './kafka-handler.decorator.ts';

/** Turns a record into what a topic's handlers take; what it throws is classified like a handler's error. */
export interface RecordCodec {
  decode(record: KafkaRecord): unknown;
}

/** A group's own settings; topics and handlers come from the decorators. */
export type GroupOptions = Partial<Omit<TaskConsumerOptions<unknown>, 'group' | 'handlers' | 'onPoison'>>;

/** Settings of every group, and by name those of one; topics and handlers come from the decorators. */
export interface KafkaTransportOptions extends Omit<
  TaskConsumerOptions<unknown>,
  'group' | 'handlers' | 'onPoison' | 'restore'
> {
  /** By group name; overrides the options above. */
  readonly groups?: Readonly<Record<string, GroupOptions>>;
  /** By topic; without a codec handlers take the record itself. */
  readonly codecs?: Readonly<Record<string, RecordCodec>>;
}

/** What the decorators say of one group, by topic. */
interface GroupHandlers {
  readonly handlers: Record<string, RecordHandler<unknown>>;
  readonly onPoison: Record<string, OnPoison>;
}

/** A handler returned something that is neither nothing nor a list of output records. */
export class HandlerResultError extends Error {
  readonly code = 'HANDLER_RESULT';

  constructor(topic: string) {
    super(`the handler of ${topic} must return a list of output records, or nothing`);
    this.name = 'HandlerResultError';
  }
}

/** The decorators contradict each other: two handlers claim one topic in one group. */
export class DuplicateHandlerError extends Error {
  readonly code = 'DUPLICATE_HANDLER';

  constructor({ topic, group }: KafkaHandlerOptions) {
    super(`two handlers claim topic ${topic} in group ${group}`);
    this.name = 'DuplicateHandlerError';
  }
}

/** `groups` or `codecs` name a group or a topic that no handler has: a slip that would leave its options without effect. */
export class UnusedTransportOptionError extends Error {
  readonly code = 'UNUSED_TRANSPORT_OPTION';

  constructor(option: 'groups' | 'codecs', keys: readonly string[]) {
    super(`${option}: no handler for ${keys.join(', ')}`);
    this.name = 'UnusedTransportOptionError';
  }
}

/**
 * Runs an application's `KafkaHandler`s with exactly-once Kafka in, Kafka out: one task consumer per group over all
 * topics its handlers name. Handlers keep Nest's pipes, guards and interceptors; the transport sees original errors.
 */
export class TransactionalKafkaServer extends Server implements CustomTransportStrategy {
  override readonly transportId = kafkaTransportId;
  /** Failures are classified here, so Nest must not log them as unhandled. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: KafkaTransportOptions;
  readonly #consumers: TaskConsumer[] = [];

  constructor(options: KafkaTransportOptions) {
    super();
    this.#options = options;
  }

  /**
   * Starts a consumer per group, unless the options and the handlers don't fit (`UnusedTransportOptionError`,
   * `DuplicateHandlerError`, `InvalidOptionsError`); returns when they have begun to join, since a missing broker is
   * waited for.
   */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      const handlersByGroup = this.#handlersByGroup();
      this.#assertUsed(handlersByGroup);
      for (const [group, { handlers, onPoison }] of handlersByGroup) {
        const { groups = {}, codecs: _, ...defaults } = this.#options;
        const own = { ...groups[group], group, handlers, onPoison };
        this.#consumers.push(taskConsumer<unknown>({ ...defaults, ...own }));
      }
      for (const consumer of this.#consumers) await consumer.start();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Drains, commits and leaves all groups. */
  async close(): Promise<void> {
    await Promise.all(this.#consumers.splice(0).map((consumer) => consumer.stop()));
  }

  /** The state of every group's consumer and tasks, without asking the broker; for health and metrics. */
  consumers(): readonly TaskConsumerStatus[] {
    return this.#consumers.map((consumer) => consumer.status());
  }

  override on(): never {
    throw new TypeError('events of the transport are reported through onEvent and onStateChange');
  }

  override unwrap<T>(): T {
    throw new TypeError('the Kafka client beneath is not handed out: it would bypass the transactions');
  }

  #handlersByGroup(): ReadonlyMap<string, GroupHandlers> {
    const byGroup = new Map<string, GroupHandlers>();
    for (const handler of this.messageHandlers.values()) {
      const target: KafkaHandlerOptions | undefined = handler.extras?.['kafka'];
      if (!target) continue;
      if (handler.next) throw new DuplicateHandlerError(target);
      const group = byGroup.get(target.group) ?? { handlers: {}, onPoison: {} };
      group.handlers[target.topic] = this.#recordHandler(handler, target);
      if (target.onPoison) group.onPoison[target.topic] = target.onPoison;
      byGroup.set(target.group, group);
    }
    return byGroup;
  }

  #assertUsed(handlersByGroup: ReadonlyMap<string, GroupHandlers>): void {
    const topics = new Set([...handlersByGroup.values()].flatMap(({ handlers }) => Object.keys(handlers)));
    const { groups = {}, codecs = {} } = this.#options;
    const unknownGroups = Object.keys(groups).filter((group) => !handlersByGroup.has(group));
    if (unknownGroups.length > 0) throw new UnusedTransportOptionError('groups', unknownGroups);
    const unknownTopics = Object.keys(codecs).filter((topic) => !topics.has(topic));
    if (unknownTopics.length > 0) throw new UnusedTransportOptionError('codecs', unknownTopics);
  }

  #recordHandler(handler: MessageHandler, { topic, group }: KafkaHandlerOptions): RecordHandler<unknown> {
    const codec = this.#options.codecs?.[topic];
    return async (record: KafkaRecord, context: HandlerContext<unknown>) => {
      const payload = codec ? codec.decode(record) : record;
      const returned: unknown = await handler(payload, new KafkaContext(record, group, context));
      const outputs: unknown = isObservable(returned)
        ? await lastValueFrom(returned, { defaultValue: undefined })
        : returned;
      if (outputs === undefined || outputs === null) return [];
      if (!isOutputs(outputs)) throw new HandlerResultError(topic);
      return outputs;
    };
  }
}

const isOutputs = (value: unknown): value is readonly OutputRecord[] =>
  Array.isArray(value) &&
  value.every(
    (each: unknown) =>
      typeof each === 'object' && each !== null && 'topic' in each && 'key' in each && 'value' in each,
  );

/**
 * The transport strategy for `app.connectMicroservice({ strategy: kafkaTransport(options) })`.
 *
 * @see KafkaTransportOptions for units, bounds and defaults
 */
export const kafkaTransport = (options: KafkaTransportOptions): TransactionalKafkaServer =>
  new TransactionalKafkaServer(options);
