import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Metrics } from '@orderflow/telemetry';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../authentication/access.decorators.ts';
import { Operation } from '../openapi/operation-notes.ts';
import { METRICS } from '../tokens.ts';

/** Shows the process's metrics in the text format of Prometheus. */
@Public()
@Controller('metrics')
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(METRICS) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get()
  @Operation({
    summary: 'Metrics in the text format of Prometheus',
    answers: { 200: { description: 'Every metric.', body: z.string(), mediaType: 'text/plain' } },
  })
  async show(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.#metrics.registry.contentType);
    return this.#metrics.registry.metrics();
  }
}
