import { Controller, Get, Inject } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { Public } from '../authentication/access.decorators.ts';
import { SERVICE, type ServiceDescription } from '../tokens.ts';
import { operationsOf } from './controller-operations.ts';
import { openApiDocument, type OpenApiDocument } from './openapi-document.ts';
import { Operation } from './operation-notes.ts';

/** Shows the OpenAPI 3.1 document of the service, built once from its controllers. */
@Public()
@Controller('openapi.json')
export class OpenApiController {
  readonly #discovery: DiscoveryService;
  readonly #reflector: Reflector;
  readonly #service: ServiceDescription;
  #document: OpenApiDocument | undefined;

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(Reflector) reflector: Reflector,
    @Inject(SERVICE) service: ServiceDescription,
  ) {
    this.#discovery = discovery;
    this.#reflector = reflector;
    this.#service = service;
  }

  @Get()
  @Operation({ summary: 'This document' })
  show(): OpenApiDocument {
    return (this.#document ??= openApiDocument(
      this.#service,
      operationsOf(this.#discovery, this.#reflector),
    ));
  }
}
