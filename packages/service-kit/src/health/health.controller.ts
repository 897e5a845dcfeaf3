import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../authentication/access.decorators.ts';
import { Operation } from '../openapi/operation-notes.ts';
import { HealthRegistry, type Readiness } from './health-registry.ts';

const readinessSchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  stopping: z.boolean(),
  components: z.record(
    z.string(),
    z.object({
      status: z.enum(['up', 'degraded', 'down']),
      required: z.boolean(),
      details: z.record(z.string(), z.unknown()).exactOptional(),
    }),
  ),
});

/** Answers whether the process lives, and whether it can serve its own REST. */
@Public()
@Controller('health')
export class HealthController {
  readonly #registry: HealthRegistry;

  constructor(@Inject(HealthRegistry) registry: HealthRegistry) {
    this.#registry = registry;
  }

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'Whether the process lives',
    answers: { 200: { description: 'It does.', body: z.object({ status: z.literal('live') }) } },
  })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'Whether this process can serve its REST; every component is named',
    answers: {
      200: { description: 'It can.', body: readinessSchema },
      503: { description: 'It cannot, or it is stopping.', body: readinessSchema },
    },
  })
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string } & Omit<Readiness, 'ready'>> {
    const { ready, ...rest } = await this.#registry.readiness();
    reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not-ready', ...rest };
  }
}
