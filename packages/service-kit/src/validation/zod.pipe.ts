import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { invalidRequest } from '../problems/known-problems.ts';
import type { ProblemError } from '../problems/problem.ts';
import { issueErrors } from './issue-errors.ts';

/** Passes on what a schema made of the input, or refuses the request with status 400 and every fault. */
export class ZodPipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  readonly #schema: S;
  readonly #parameter: string | undefined;

  /** @param parameter name of the path parameter that the input is; faults then carry it instead of a pointer */
  constructor(schema: S, parameter?: string) {
    this.#schema = schema;
    this.#parameter = parameter;
  }

  transform(input: unknown): z.output<S> {
    const result = this.#schema.safeParse(input);
    if (result.success) return result.data;
    throw invalidRequest(issueErrors(result.error.issues, input).map((error) => this.#placed(error)));
  }

  #placed(error: ProblemError): ProblemError {
    return this.#parameter === undefined ? error : { parameter: this.#parameter, detail: error.detail };
  }
}
