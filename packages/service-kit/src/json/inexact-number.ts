/**
 * Stands in a parsed body for a number token that isn't a plain integer within ±(2^53-1). No number schema accepts it,
 * so that 9007199254740991.4, which `JSON.parse` rounds to a safe integer, is refused by its source text.
 */
export class InexactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toJSON(): string {
    return this.source;
  }
}
