import { HttpException } from '@nestjs/common';

/** One fault of a request: where it stands (an RFC 6901 pointer into the body, or a header's or parameter's name) and what it is. */
export interface ProblemError {
  readonly pointer?: string;
  readonly header?: string;
  readonly parameter?: string;
  readonly detail: string;
}

/** The members of a problem document (RFC 9457) and what goes with it. */
export interface ProblemOptions {
  readonly status: number;
  /** Kind of problem in kebab case, stable for clients to match on: `order-not-found` becomes `urn:orderflow:problem:order-not-found`. */
  readonly type: string;
  /** Same words for every occurrence of the type. */
  readonly title: string;
  /** What is particular to this occurrence, without internals. */
  readonly detail?: string;
  readonly errors?: readonly ProblemError[];
  /** Response headers, such as `Retry-After` or `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the document, such as the current state of a resource. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An RFC 9457 problem document, as clients see it. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly ProblemError[];
  readonly [extension: string]: unknown;
}

/**
 * An answer to the client that isn't a success. Whatever throws it, the client sees exactly this document and these
 * headers, as `application/problem+json`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export class ProblemException extends HttpException {
  readonly document: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ProblemOptions) {
    const document: ProblemDocument = {
      ...options.extensions,
      type: `urn:orderflow:problem:${options.type}`,
      title: options.title,
      status: options.status,
      ...(options.detail === undefined ? {} : { detail: options.detail }),
      ...(options.errors === undefined ? {} : { errors: options.errors }),
    };
    super({ ...document }, options.status, { cause: options.cause });
    this.name = 'ProblemException';
    this.message = options.detail ?? options.title;
    this.document = document;
    this.headers = options.headers ?? {};
  }
}

/** Builds a problem to throw: `throw problem({ status: 409, type: 'order-shipped', title: 'The order has shipped' })`. */
export function problem(options: ProblemOptions): ProblemException {
  return new ProblemException(options);
}
