/**
 * A fact about one stream, named in the past tense.
 * `data` is plain JSON-serialisable content; what may stand in it is the codec's affair.
 */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}
