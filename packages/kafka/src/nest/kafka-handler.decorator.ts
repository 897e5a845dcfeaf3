import { applyDecorators, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { OnPoison } from '../core/parking/parking-topics.ts';
import { OriginalErrorFilter } from './original-error.filter.ts';

/** Marks handlers of this transport among those of others in one application. */
export const kafkaTransportId = Symbol.for('orderflow.kafka');

/** Which records a method handles, and as part of which group. */
export interface KafkaHandlerOptions {
  readonly topic: string;
  /** The consumer group; all topics of one group are co-partitioned and form its tasks. */
  readonly group: string;
  /**
   * What becomes of the later records of a key when one can't be handled: `park` (the default) handles them, `quarantine`
   * parks them behind it, in order, until an operator has settled it.
   */
  readonly onPoison?: OnPoison;
}

/**
 * Makes a controller method the handler of one topic in one group; pipes, guards and interceptors run around it.
 *
 * The method takes `@Payload()` (the record, or what the topic's codec made of it) and `@Ctx()` (a `KafkaContext`), and
 * returns the `OutputRecord`s to produce in the transaction that commits the record's offset, or nothing.
 */
export const KafkaHandler = ({ topic, group, onPoison = 'park' }: KafkaHandlerOptions): MethodDecorator =>
  applyDecorators(
    EventPattern({ topic, group }, kafkaTransportId, { kafka: { topic, group, onPoison } }),
    UseFilters(OriginalErrorFilter),
  );
