import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { Logger } from '@orderflow/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import { RouteTable } from '../http/route-table.ts';
import { LOGGER } from '../tokens.ts';
import { problem, type ProblemException } from './problem.ts';
import { pathOf, sendProblem } from './send-problem.ts';
import { toProblem } from './to-problem.ts';

/**
 * Answers every error of a request with a problem document, Fastify's own refusals and unknown routes included. Server
 * faults are logged with their stack under the correlation id that the client gets.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;
  readonly #routes: RouteTable;

  constructor(@Inject(LOGGER) logger: Logger, @Inject(RouteTable) routes: RouteTable) {
    this.#logger = logger;
    this.#routes = routes;
  }

  catch(error: unknown, host: ArgumentsHost): unknown {
    // A message handler's transport classifies the original error itself.
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const answer = request.is404 ? this.#noSuchRoute(request) : toProblem(error);
    this.#log(answer, error, request);
    if (reply.sent || reply.raw.headersSent) {
      // Too late for an answer: a cut connection is the only honest sign left.
      reply.raw.destroy();
      return undefined;
    }
    return sendProblem(answer, request, reply);
  }

  #noSuchRoute(request: FastifyRequest): ProblemException {
    const allowed = this.#routes.methodsAt(pathOf(request));
    if (allowed.length === 0) {
      return problem({ status: 404, type: 'no-such-route', title: 'No route stands at this address' });
    }
    return problem({
      status: 405,
      type: 'method-not-allowed',
      title: 'The method is not allowed here',
      detail: `Allowed: ${allowed.join(', ')}.`,
      headers: { Allow: allowed.join(', ') },
    });
  }

  #log(answer: ProblemException, error: unknown, request: FastifyRequest): void {
    const status = answer.getStatus();
    if (status < 500) return;
    const fields = {
      error: answer.cause ?? error,
      correlationId: request.id,
      method: request.method,
      path: pathOf(request),
    };
    if (status === 503) this.#logger.warn('request refused for the moment', fields);
    else this.#logger.error('request failed', { ...fields, status });
  }
}
