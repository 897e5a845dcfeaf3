import type { PipeTransform } from '@nestjs/common';
import { parseExactJson } from '../json/parse-exact-json.ts';

/**
 * Reads the bytes of a body as JSON. A pipe, since pipes run behind the guards: parsing is work that only a caller may cause who
 * was let in. No bytes are no body, `undefined`; a route that needs one says so by its schema.
 */
export class JsonBodyPipe implements PipeTransform<unknown, unknown> {
  transform(body: unknown): unknown {
    if (!(body instanceof Uint8Array)) return body;
    return body.byteLength === 0 ? undefined : parseExactJson(body);
  }
}
