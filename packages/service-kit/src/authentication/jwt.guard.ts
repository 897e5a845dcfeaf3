import { type CanActivate, type ExecutionContext, Inject } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { insufficientScope, unauthorized } from '../problems/known-problems.ts';
import { TOKEN_VERIFIER } from '../tokens.ts';
import { noteCaller, PUBLIC_ROUTE, REQUIRED_SCOPES } from './access.decorators.ts';
import { bearerToken } from './bearer-token.ts';
import type { Caller } from './caller.ts';
import { TokenError, type TokenVerifier } from './token-verifier.ts';

/** Lets a request pass only with a valid bearer token that holds the route's scopes, save where the route is `Public`. */
export class JwtGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #verifier: TokenVerifier;

  constructor(@Inject(Reflector) reflector: Reflector, @Inject(TOKEN_VERIFIER) verifier: TokenVerifier) {
    this.#reflector = reflector;
    this.#verifier = verifier;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Messages come from our own topics; their transport authenticates to the broker.
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, places) === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.#authenticate(request);
    const required =
      this.#reflector.getAllAndOverride<readonly string[] | undefined>(REQUIRED_SCOPES, places) ?? [];
    const missing = required.filter((scope) => !caller.has(scope));
    if (missing.length > 0) throw insufficientScope(missing);
    noteCaller(request, caller);
    return true;
  }

  async #authenticate(request: FastifyRequest): Promise<Caller> {
    const token = bearerToken(request.headers.authorization);
    try {
      return await this.#verifier.verify(token);
    } catch (error) {
      if (error instanceof TokenError) throw unauthorized(error.message, 'invalid_token');
      throw error;
    }
  }
}
