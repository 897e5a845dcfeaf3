import { z } from 'zod';
import { limits } from '../limits.ts';
import { text } from './text.ts';

/** A UUID in its canonical, lower-case form, so that equal ids are equal keys, byte for byte. */
export const uuid = z
  .string()
  .regex(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/, 'must be a lower-case UUID');

/** An RFC 3339 time in UTC. */
export const timestamp = z.iso.datetime().max(30);

/** Three letters in the form of an ISO 4217 code. Whether the currency exists is for the domain to say. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code');

/** Minor units of the currency beside it, never negative, within 2^53-1. */
export const amount = z.int().min(0);

/** A machine-readable reason in snake case. Open, so that a new reason needs no new schema version. */
export const code = z
  .string()
  .max(limits.code)
  .regex(/^[a-z][a-z\d_]*$/, 'must be in snake case');

/** A BCP 47 language tag, by its form. */
export const locale = z
  .string()
  .max(limits.locale)
  .regex(/^[A-Za-z]{1,8}(?:-[A-Za-z\d]{1,8})*$/, 'must be a BCP 47 language tag');

/** An article, 1 to `limits.sku` long. */
export const sku = text(limits.sku);
/** A name for people, 1 to `limits.productName` long. */
export const productName = text(limits.productName);
/** A customer, by an id that is no personal data; 1 to `limits.customerId` long. */
export const customerId = text(limits.customerId);
/** A token of the payment provider, never a card number; 1 to `limits.paymentMethod` long. */
export const paymentMethod = text(limits.paymentMethod);
/** The provider’s name for an effect, 1 to `limits.providerReference` long. */
export const providerReference = text(limits.providerReference);
/** A carrier’s name for a parcel, 1 to `limits.trackingNumber` long. */
export const trackingNumber = text(limits.trackingNumber);
/** Units on a line, 1 to `limits.quantity`. */
export const quantity = z.int().min(1).max(limits.quantity);
