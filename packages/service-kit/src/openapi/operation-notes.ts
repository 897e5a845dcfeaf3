import 'reflect-metadata';
import type { z } from 'zod';

/** What decorators of one controller method say about its operation. */
export interface OperationNotes {
  readonly summary?: string;
  readonly description?: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly parameters: Readonly<Record<string, z.ZodType>>;
  readonly headers: readonly string[];
  readonly answers: Readonly<Record<number, Answer>>;
}

/** One successful answer of an operation, or a problem with a meaning of its own. */
export interface Answer {
  readonly description: string;
  /** Schema of the body; absent where there is none, and for a problem, whose body is the problem document. */
  readonly body?: z.ZodType;
  /** `application/json` by default. */
  readonly mediaType?: string;
  readonly headers?: readonly string[];
}

const NOTES = Symbol('orderflow.operation');
const NOTHING: OperationNotes = { parameters: {}, headers: [], answers: {} };

/** Reads the notes of a controller's method; empty notes where there are none. */
export function operationNotes(prototype: object, method: string | symbol): OperationNotes {
  const notes: OperationNotes | undefined = Reflect.getMetadata(NOTES, prototype, method);
  return notes ?? NOTHING;
}

/** Describes an operation for /openapi.json: a summary, the request headers it reads and its answers by status. */
export function Operation(description: {
  readonly summary: string;
  readonly description?: string;
  readonly headers?: readonly string[];
  readonly answers?: Readonly<Record<number, Answer>>;
}): MethodDecorator {
  return (target, method) => note(target, method, description);
}

export function noteBody(target: object, method: string | symbol, body: z.ZodType): void {
  note(target, method, { body });
}

export function noteQuery(target: object, method: string | symbol, query: z.ZodObject): void {
  note(target, method, { query });
}

export function noteParameter(
  target: object,
  method: string | symbol,
  name: string,
  schema: z.ZodType,
): void {
  note(target, method, { parameters: { ...operationNotes(target, method).parameters, [name]: schema } });
}

function note(target: object, method: string | symbol, notes: Partial<OperationNotes>): void {
  Reflect.defineMetadata(NOTES, { ...operationNotes(target, method), ...notes }, target, method);
}
