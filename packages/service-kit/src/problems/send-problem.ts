import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemException } from './problem.ts';

/** Sends a problem document with its headers; `instance` is the path asked for, `correlationId` finds it in the log. */
export function sendProblem(
  answer: ProblemException,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const document = { ...answer.document, instance: pathOf(request), correlationId: request.id };
  return (
    reply
      .status(answer.getStatus())
      .headers(answer.headers)
      .type('application/problem+json')
      // Bytes, since Fastify adds a charset to text, which JSON types don't have.
      .send(Buffer.from(JSON.stringify(document)))
  );
}

/** The path that a request asks for, without the query, which may hold personal data. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}
