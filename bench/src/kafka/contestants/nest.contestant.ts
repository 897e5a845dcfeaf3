import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  EventPattern,
  type KafkaContext,
  type KafkaOptions,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { given, report } from '../contestant.ts';
import type { Load, RateReport } from '../load.ts';
import { rateClock } from '../rate-clock.ts';

// Nest's own transport, at least once: its handler sends the one output by the producer that the transport has anyway, and waits for it.
const { brokers, input, output, group, ...load } = given<Load>();
const partitionsConsumedConcurrently = Number(process.argv[3] ?? '1');
const clock = rateClock(load);

class Handler {
  async handle(_: unknown, context: KafkaContext): Promise<void> {
    const { key, value } = context.getMessage();
    await context.getProducer().send({ topic: output, messages: [{ key, value }] });
    clock.handled(1);
  }
}
class Bench {}

// Decorators as functions: this runs by type stripping, which has no syntax for them.
const method = Object.getOwnPropertyDescriptor(Handler.prototype, 'handle') ?? {};
EventPattern(input)(Handler.prototype, 'handle', method);
Payload()(Handler.prototype, 'handle', 0);
Ctx()(Handler.prototype, 'handle', 1);
Controller()(Handler);
Module({ controllers: [Handler] })(Bench);

const app = await NestFactory.createMicroservice<KafkaOptions>(Bench, {
  transport: Transport.KAFKA,
  logger: false,
  options: {
    client: { brokers: [...brokers], clientId: 'bench-nest' },
    consumer: { groupId: group },
    subscribe: { fromBeginning: true },
    run: { partitionsConsumedConcurrently },
  },
});
await app.listen();
report<RateReport>({ recordsPerSecond: await clock.rate });
await app.close();
