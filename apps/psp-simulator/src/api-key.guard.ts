import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { bearerToken, PUBLIC_ROUTE, unauthorized } from '@orderflow/service-kit';
import type { FastifyRequest } from 'fastify';

/** Injection token of the key that merchants present. */
export const API_KEY = Symbol('psp-simulator.api-key');

/** Lets only holders of the API key pass, compared in constant time, save on public routes. */
export class ApiKeyGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #apiKey: string;

  constructor(@Inject(Reflector) reflector: Reflector, @Inject(API_KEY) apiKey: string) {
    this.#reflector = reflector;
    this.#apiKey = apiKey;
  }

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    if (this.#reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, places) === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!equal(bearerToken(request.headers.authorization), this.#apiKey)) {
      throw unauthorized('The API key is not valid.', 'invalid_token');
    }
    return true;
  }
}

function equal(left: string, right: string): boolean {
  // Digests have one length, which timingSafeEqual demands and which hides that of the key.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
