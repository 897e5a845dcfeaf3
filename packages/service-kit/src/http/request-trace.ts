import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type RandomBytes, continueTrace, formatTraceparent } from '@orderflow/telemetry';
import type { FastifyRequest } from 'fastify';
import { textHeader } from '../headers/text-header.ts';

/** What a command's events inherit from the request that caused them. */
export interface RequestTrace {
  readonly correlationId: string;
  /** W3C traceparent of this request's own span. */
  readonly traceparent: string;
}

const traces = new WeakMap<FastifyRequest, RequestTrace>();

/** Continues the client's trace, or starts one, and ties it to the request; called once a request, before its handler. */
export function noteTrace(request: FastifyRequest, random: RandomBytes): void {
  const traceparent = formatTraceparent(continueTrace(textHeader(request.headers, 'traceparent'), random));
  traces.set(request, { correlationId: request.id, traceparent });
}

/** Hands a method the correlation id and traceparent of its request. */
export const Trace = createParamDecorator((_: undefined, context: ExecutionContext): RequestTrace => {
  const trace = traces.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (trace === undefined)
    throw new Error('The request has no trace; the service kit installs it before any handler.');
  return trace;
});
