import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';

/** Metadata key of `Public`. */
export const PUBLIC_ROUTE = 'orderflow.public';

/** Metadata key of `RequireScopes`. */
export const REQUIRED_SCOPES = 'orderflow.scopes';

const callers = new WeakMap<FastifyRequest, Caller>();

/** Opens a route, or all routes of a controller, to callers without a token. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_ROUTE, true);
}

/** Lets only tokens pass that hold every one of these scopes; others get 403 with the missing ones named. */
export function RequireScopes(...scopes: readonly string[]): MethodDecorator & ClassDecorator {
  return SetMetadata(REQUIRED_SCOPES, scopes);
}

/** Hands a method the caller that the guard verified; using it on a public route is a bug and throws. */
export const CurrentCaller = createParamDecorator((_: undefined, context: ExecutionContext): Caller => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('A public route has no caller.');
  return caller;
});

/** Ties the verified caller to its request; for guards. */
export function noteCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}
