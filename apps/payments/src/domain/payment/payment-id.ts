/**
 * The namespace of payment ids: an order's one payment is the UUIDv5 (RFC 9562, 5.5) of the order id in it, the same
 * whoever computes it. Made once at random, fixed for ever: another namespace would give every order a second payment.
 */
export const paymentIdNamespace = '8c1a6f2e-5b0d-4e57-9a3c-6f1d20b7e4c9';
