import 'reflect-metadata';
import {
  BadRequestException,
  Controller,
  HttpException,
  Module,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import type {
  CallHandler,
  CanActivate,
  ExecutionContext,
  NestInterceptor,
  PipeTransform,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload, RpcException } from '@nestjs/microservices';
import { describe, expect, it } from '@jest/globals';
import { catchError, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { RetryableError } from '../src/core/index.ts';
import type { OutputRecord } from '../src/core/index.ts';
import { KafkaContext, KafkaHandler, kafkaTransport } from '../src/nest/index.ts';
import type { KafkaTransportOptions } from '../src/nest/index.ts';
import { brokers, eventually, scenario } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const families = {
  TypeError: new TypeError('bug'),
  HttpException: new HttpException('teapot', 418),
  BadRequestException: new BadRequestException('bad'),
  RpcException: new RpcException('rpc'),
  RetryableError: new RetryableError('later'),
  thrownText: 'text',
};
const stages = ['guard', 'interceptor', 'interceptor after', 'pipe', 'handler'] as const;

interface Plan {
  readonly stage: (typeof stages)[number];
  readonly family: keyof typeof families;
}

const throwAt = (stage: Plan['stage'], plan: Plan): void => {
  if (plan.stage === stage) throw families[plan.family];
};

class PlannedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    throwAt('guard', context.switchToRpc().getData());
    return true;
  }
}

class PlannedInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const plan: Plan = context.switchToRpc().getData();
    throwAt('interceptor', plan);
    const { stage, family } = plan;
    const late = stage === 'interceptor after' ? throwError(() => families[family]) : next.handle();
    return late.pipe(catchError((error: unknown) => throwError(() => error)));
  }
}

class PlannedPipe implements PipeTransform {
  transform(value: unknown): unknown {
    if (!(value instanceof KafkaContext)) throwAt('pipe', value as Plan);
    return value;
  }
}

/** Runs an application whose one controller is made for the scenario's topics. */
const run = async (controller: new () => object, options: Partial<KafkaTransportOptions>) => {
  @Module({ controllers: [controller] })
  class Application {}
  const strategy = kafkaTransport({ brokers: brokers(), clientId: 'nest', instanceId: 'nest', ...options });
  const application = await NestFactory.createMicroservice(Application, { strategy, logger: false });
  await application.listen();
  return { strategy, [Symbol.asyncDispose]: () => application.close() };
};

const planController = ({ input, group }: Scenario) => {
  @Controller()
  class PlanController {
    @KafkaHandler({ topic: input, group })
    @UseGuards(PlannedGuard)
    @UseInterceptors(PlannedInterceptor)
    @UsePipes(PlannedPipe)
    async handle(@Payload() plan: Plan): Promise<void> {
      throwAt('handler', plan);
    }
  }
  return PlanController;
};

const json = { decode: ({ value }: { value: Buffer | null }): unknown => JSON.parse(String(value)) };

describe('the Nest transport', () => {
  it('sees the original of every error family thrown from handler, pipe, guard and interceptor', async () => {
    await using topics = await scenario();
    const plans = stages.flatMap((stage) =>
      Object.keys(families).map((family) => ({ stage, family: family as Plan['family'] })),
    );
    const seen: unknown[] = [];
    await using _ = await run(planController(topics), {
      codecs: { [topics.input]: json },
      limits: { concurrency: 1 },
      classify: (error) => {
        seen.push(error);
        return 'poison';
      },
    });
    await topics.put(...plans.map((plan) => ({ key: 'k', value: JSON.stringify(plan) })));
    await eventually(() => expect(seen).toHaveLength(plans.length));
    plans.forEach(({ family }, index) => expect(seen[index]).toBe(families[family]));
    await eventually(async () => expect(await topics.deadLetters()).toHaveLength(plans.length));
  });

  it('produces what a handler returns in the transaction of its offset', async () => {
    await using topics = await scenario();
    const { input, output, group } = topics;
    @Controller()
    class ForwardController {
      @KafkaHandler({ topic: input, group })
      async handle(@Payload() payload: unknown, @Ctx() context: KafkaContext): Promise<OutputRecord[]> {
        const value = JSON.stringify({
          payload,
          attempt: context.attempt,
          offset: Number(context.record.offset),
        });
        return [{ topic: output, key: context.record.key, value }];
      }
    }
    await using running = await run(ForwardController, { codecs: { [input]: json } });
    await topics.put({ key: 'k', value: '{"time":1,"value":12}' }, { key: 'k', value: '{bad' });
    await eventually(async () => {
      const [partition] = await topics.admin.lag(group, [input]);
      expect(partition).toMatchObject({ committed: 2n, lag: 0n });
    });
    expect(await topics.outputs()).toEqual(['{"payload":{"time":1,"value":12},"attempt":1,"offset":0}']);
    expect(await topics.deadLetters()).toHaveLength(1);
    expect(running.strategy.consumers()).toMatchObject([
      { group, state: 'running', tasks: [{ partition: 0, state: 'running' }] },
    ]);
  });

  it.each(['groups', 'codecs'] as const)('refuses %s with a key that no handler has', async (option) => {
    await using topics = await scenario();
    const misspelt = { groups: { mistyped: {} }, codecs: { mistyped: json } };
    await expect(run(planController(topics), { [option]: misspelt[option] })).rejects.toMatchObject({
      code: 'UNUSED_TRANSPORT_OPTION',
      message: expect.stringContaining('mistyped'),
    });
  });

  it('refuses two handlers of one topic in one group', async () => {
    await using topics = await scenario();
    const { input, group } = topics;
    @Controller()
    class TwiceController {
      @KafkaHandler({ topic: input, group })
      async one(): Promise<void> {
        await Promise.resolve();
      }
      @KafkaHandler({ topic: input, group })
      async two(): Promise<void> {
        await Promise.resolve();
      }
    }
    await expect(run(TwiceController, {})).rejects.toMatchObject({ code: 'DUPLICATE_HANDLER' });
  });
});
