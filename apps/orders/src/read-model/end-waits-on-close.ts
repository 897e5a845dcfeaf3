import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/** Ends all waits for outcomes when the server begins to close: it answers its open requests first, and those would hold it. */
export class EndWaitsOnClose implements OnModuleInit {
  readonly #host: HttpAdapterHost<FastifyAdapter>;
  readonly #stopping: AbortController;

  constructor(host: HttpAdapterHost<FastifyAdapter>, stopping: AbortController) {
    this.#host = host;
    this.#stopping = stopping;
  }

  onModuleInit(): void {
    this.#host.httpAdapter.getInstance().addHook('preClose', async () => this.#stopping.abort());
  }
}
