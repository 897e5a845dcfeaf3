import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type DiscoveryService, MetadataScanner, type Reflector } from '@nestjs/core';
import { PUBLIC_ROUTE, REQUIRED_SCOPES } from '../authentication/access.decorators.ts';
import { operationNotes, type OperationNotes } from './operation-notes.ts';

/** One route of a service and what is known about it. */
export interface ControllerOperation {
  /** Lower case, as OpenAPI writes it. */
  readonly method: string;
  /** Template with parameters as `{name}`. */
  readonly path: string;
  /** `Controller.method`, unique in a service. */
  readonly id: string;
  readonly isPublic: boolean;
  readonly scopes: readonly string[];
  readonly notes: OperationNotes;
}

/** Lists the routes of all controllers that Nest holds. */
export function operationsOf(
  discovery: DiscoveryService,
  reflector: Reflector,
): readonly ControllerOperation[] {
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    if (typeof metatype !== 'function' || typeof instance !== 'object' || instance === null) return [];
    const prototype: object = Object.getPrototypeOf(instance);
    const base = textOf(Reflect.getMetadata(PATH_METADATA, metatype));
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function') return [];
      const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const path = [base, textOf(Reflect.getMetadata(PATH_METADATA, handler))]
        .flatMap((part) => part.split('/'))
        .filter((segment) => segment !== '')
        .map((segment) => (segment.startsWith(':') ? `{${segment.slice(1)}}` : segment));
      return [
        {
          method: RequestMethod[method].toLowerCase(),
          path: `/${path.join('/')}`,
          id: `${metatype.name}.${name}`,
          isPublic: isPublic(reflector, handler, metatype),
          scopes: scopesOf(reflector, handler, metatype),
          notes: operationNotes(prototype, name),
        },
      ];
    });
  });
}

type Decorated = Parameters<Reflector['get']>[1];

function isPublic(reflector: Reflector, handler: Decorated, controller: Decorated): boolean {
  return reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, [handler, controller]) === true;
}

function scopesOf(reflector: Reflector, handler: Decorated, controller: Decorated): readonly string[] {
  return (
    reflector.getAllAndOverride<readonly string[] | undefined>(REQUIRED_SCOPES, [handler, controller]) ?? []
  );
}

function textOf(metadata: unknown): string {
  return typeof metadata === 'string' ? metadata : '';
}
