import { eventCatalogue } from '../event-catalogue.ts';
import type { EventOf } from '../event-definition.ts';
import { paymentAuthorized } from './payment-authorized.ts';
import { paymentDeclined } from './payment-declined.ts';
import { paymentFailed } from './payment-failed.ts';
import { paymentCaptured } from './payment-captured.ts';
import { paymentVoided } from './payment-voided.ts';
import { paymentRefunded } from './payment-refunded.ts';

/** What can happen to the payment of an order, told apart by `type`. */
export type PaymentEvent =
  | EventOf<typeof paymentAuthorized>
  | EventOf<typeof paymentDeclined>
  | EventOf<typeof paymentFailed>
  | EventOf<typeof paymentCaptured>
  | EventOf<typeof paymentVoided>
  | EventOf<typeof paymentRefunded>;

/** Every event of a payment, as payments.events carries them. */
export const paymentEvents = eventCatalogue<PaymentEvent>([
  paymentAuthorized,
  paymentDeclined,
  paymentFailed,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
]);
