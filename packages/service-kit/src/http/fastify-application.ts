import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Logger, Metrics, RandomBytes } from '@orderflow/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { correlationIdFrom, correlationIdHeader } from '../headers/correlation-id.ts';
import { textHeader } from '../headers/text-header.ts';
import { temporarilyUnavailable } from '../problems/known-problems.ts';
import { sendProblem } from '../problems/send-problem.ts';
import { toProblem } from '../problems/to-problem.ts';
import { clientErrorHandler } from './client-error.ts';
import { noteTrace } from './request-trace.ts';
import type { RouteTable } from './route-table.ts';

export interface FastifyApplicationOptions {
  readonly bodyLimitBytes: number;
  readonly routes: RouteTable;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly newId: () => string;
  readonly random: RandomBytes;
}

/** Longest time for a request to arrive, headers and body, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Returns the HTTP side of a service: JSON bodies only; a correlation id on every answer; a trace, a metric
 * and a debug line for every request.
 */
export function fastifyApplication(options: FastifyApplicationOptions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    requestIdHeader: false,
    clientErrorHandler: clientErrorHandler(options.newId),
    // Ours, below: Fastify's own 503 is no problem document.
    return503OnClosing: false,
    // An address that isn't a URL is refused before any hook or Nest's filter could see it.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void sendProblem(toProblem(error), request, reply.header(correlationIdHeader, request.id));
    },
    genReqId: (request: IncomingMessage) =>
      correlationIdFrom(textHeader(request.headers, correlationIdHeader.toLowerCase()), options.newId),
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  // Only collected here; `ZodBody` parses it, behind the guards.
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: unknown, body: Buffer) => body,
  );
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) options.routes.add(name, url);
  });
  let closing = false;
  fastify.addHook('onRequest', (request, reply, done) => {
    noteTrace(request, options.random);
    void reply.header(correlationIdHeader, request.id);
    // A keep-alive connection may bring its next request while the ones before are answered.
    done(closing ? temporarilyUnavailable('The service is stopping.') : undefined);
  });
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // Closing drops idle connections once; one that was answering then would be kept alive, and closing would wait for it.
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const labels = {
      method: request.method,
      // The template, not the path: ids in labels would make a series of every order.
      route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
      status: String(reply.statusCode),
    };
    options.metrics.httpRequestDuration.observe(labels, reply.elapsedTime / 1000);
    options.logger.debug('request handled', {
      ...labels,
      correlationId: request.id,
      milliseconds: reply.elapsedTime,
    });
    done();
  });
  return adapter;
}
