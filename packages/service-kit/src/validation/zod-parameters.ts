import { Body, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { noteBody, noteParameter, noteQuery } from '../openapi/operation-notes.ts';
import { JsonBodyPipe } from './json-body.pipe.ts';
import { ZodPipe } from './zod.pipe.ts';

/**
 * Hands a method its request body, parsed once the guards have let the request pass, as the schema reads it; anything else is 400
 * with JSON pointers. The schema should be
 * a `z.strictObject`, so that unknown fields are refused by name. It also becomes the body in /openapi.json.
 */
export function ZodBody(schema: z.ZodType): ParameterDecorator {
  return both(Body(new JsonBodyPipe(), new ZodPipe(schema)), (target, method) =>
    noteBody(target, method, schema),
  );
}

/** Hands a method one path parameter as the schema reads it (`z.uuid()`, say); anything else is 400 that names it. */
export function ZodParam(name: string, schema: z.ZodType): ParameterDecorator {
  return both(Param(name, new ZodPipe(schema, name)), (target, method) =>
    noteParameter(target, method, name, schema),
  );
}

/** Hands a method the query string as the schema reads it; values arrive as strings, so numbers need `z.coerce`. */
export function ZodQuery(schema: z.ZodObject): ParameterDecorator {
  return both(Query(new ZodPipe(schema)), (target, method) => noteQuery(target, method, schema));
}

function both(
  decorate: ParameterDecorator,
  note: (target: object, method: string | symbol) => void,
): ParameterDecorator {
  return (target, method, index) => {
    decorate(target, method, index);
    if (method !== undefined) note(target, method);
  };
}
