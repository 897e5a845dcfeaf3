import { z } from 'zod';
import type { ServiceDescription } from '../tokens.ts';
import type { ControllerOperation } from './controller-operations.ts';
import type { Answer } from './operation-notes.ts';

/** An OpenAPI 3.1 document, as far as the service kit writes one. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

type SchemaSide = 'input' | 'output';

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const PROBLEM = {
  description: 'An error, as a problem document (RFC 9457).',
  content: PROBLEM_CONTENT,
};

const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  correlationId: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().optional(),
        header: z.string().optional(),
        parameter: z.string().optional(),
        detail: z.string(),
      }),
    )
    .optional(),
});

/**
 * Builds the OpenAPI 3.1 document of a service from its operations: bodies and parameters are the very schemas that
 * requests are validated with, so the document can't disagree with the service.
 *
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(
  service: ServiceDescription,
  operations: readonly ControllerOperation[],
): OpenApiDocument {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations.toSorted((left, right) => left.path.localeCompare(right.path))) {
    (paths[operation.path] ??= {})[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: service.name, version: service.version, description: service.description },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(operation: ControllerOperation): Readonly<Record<string, unknown>> {
  const { notes } = operation;
  return {
    operationId: operation.id,
    ...(notes.summary === undefined ? {} : { summary: notes.summary }),
    ...(notes.description === undefined ? {} : { description: notes.description }),
    ...(operation.isPublic ? { security: [] } : { security: [{ bearer: operation.scopes }] }),
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(notes.body === undefined
      ? {}
      : {
          requestBody: {
            required: !notes.body.safeParse(undefined).success,
            content: { 'application/json': { schema: jsonSchema(notes.body, 'input') } },
          },
        }),
    responses: { ...answers(operation), default: PROBLEM },
  };
}

function pathParameters(operation: ControllerOperation): readonly unknown[] {
  return [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => {
    const schema = operation.notes.parameters[name] ?? z.string();
    return { name, in: 'path', required: true, schema: jsonSchema(schema, 'input') };
  });
}

function queryParameters(operation: ControllerOperation): readonly unknown[] {
  const { query } = operation.notes;
  if (query === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(query, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function headerParameters(operation: ControllerOperation): readonly unknown[] {
  return operation.notes.headers.map((name) => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'string' },
  }));
}

function answers(operation: ControllerOperation): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(operation.notes.answers).map(([status, answer]) => [
      status,
      {
        description: answer.description,
        ...(answer.headers === undefined
          ? {}
          : {
              headers: Object.fromEntries(
                answer.headers.map((name) => [name, { schema: { type: 'string' } }]),
              ),
            }),
        ...contentOf(Number(status), answer),
      },
    ]),
  );
}

function contentOf(
  status: number,
  { body, mediaType = 'application/json' }: Answer,
): { readonly content?: Readonly<Record<string, unknown>> } {
  if (body !== undefined) return { content: { [mediaType]: { schema: jsonSchema(body, 'output') } } };
  return status >= 400 ? { content: PROBLEM_CONTENT } : {};
}

function jsonSchema(schema: z.ZodType, io: SchemaSide): z.core.JSONSchema.BaseSchema {
  // A transformed value has no JSON schema of its own; it is documented as anything rather than failing the document.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  });
  return rest;
}
