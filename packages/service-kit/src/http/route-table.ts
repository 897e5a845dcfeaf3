/**
 * Knows which methods stand at a path, so that a wrong method is answered 405 with `Allow` instead of 404. Filled by
 * Fastify's `onRoute` hook.
 */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();

  /** Notes a route; parameters of the template are written `:name`. */
  add(method: string, template: string): void {
    const methods = this.#methods.get(template) ?? new Set<string>();
    this.#methods.set(template, methods.add(method));
  }

  /** Methods at a concrete path, sorted; empty where no template matches. */
  methodsAt(path: string): readonly string[] {
    const methods = [...this.#methods]
      .filter(([template]) => matches(template, path))
      .flatMap(([, held]) => [...held]);
    return [...new Set(methods)].toSorted();
  }
}

function matches(template: string, path: string): boolean {
  const expected = template.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return false;
  return expected.every((segment, index) => segment.startsWith(':') || segment === actual[index]);
}
