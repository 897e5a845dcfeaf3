/** A topic as it has to be: whoever creates or checks one takes it from here. */
export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  /** What the key of a record is, as its bytes stand: an order's id is 36 characters of ASCII. */
  readonly key: 'order-id' | 'customer-id' | 'act-id';
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly retentionMs: number | 'forever';
  /** The largest record batch the broker takes. */
  readonly maxMessageBytes: number;
}
