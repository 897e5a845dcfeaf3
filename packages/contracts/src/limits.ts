/** How long a text may be. */
export interface TextBound {
  /** Unicode code points, which is what a person counts. */
  readonly codePoints: number;
  /** Bytes of UTF-8 once written inside a JSON string, which is what a record carries: a control character takes six. */
  readonly encodedBytes: number;
}

/** The largest payload of one event, in bytes of UTF-8. One oversized record would stop a connector for everybody. */
export const maxEventBytes = 524_288;

/**
 * Bounds of what an event may hold. Together they keep the largest acceptable event under `maxEventBytes`, however its
 * texts are escaped: 500 lines x (192 + 640 of text + about 130 of names and numbers) + about 3,000.
 */
export const limits = {
  /** Lines of an order, of every kind together. */
  lines: 500,
  /** Units on one line. */
  quantity: 1_000_000,
  sku: { codePoints: 64, encodedBytes: 192 },
  productName: { codePoints: 200, encodedBytes: 640 },
  customerId: { codePoints: 128, encodedBytes: 512 },
  paymentMethod: { codePoints: 128, encodedBytes: 384 },
  /** A payment provider's name for a charge, refund or void. */
  providerReference: { codePoints: 255, encodedBytes: 765 },
  trackingNumber: { codePoints: 64, encodedBytes: 192 },
  /** Characters of a BCP 47 language tag. */
  locale: 35,
  /** Characters of a machine-readable reason, such as `card_expired`. */
  code: 64,
} as const satisfies Readonly<Record<string, number | TextBound>>;
