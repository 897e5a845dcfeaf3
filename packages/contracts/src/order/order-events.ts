import { eventCatalogue } from '../event-catalogue.ts';
import type { EventOf } from '../event-definition.ts';
import { orderPlaced } from './order-placed.ts';
import { orderConfirmed } from './order-confirmed.ts';
import { orderRejected } from './order-rejected.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderExpired } from './order-expired.ts';
import { orderShipped } from './order-shipped.ts';
import { orderDelivered } from './order-delivered.ts';
import { orderReturnRequested } from './order-return-requested.ts';
import { orderReturned } from './order-returned.ts';
import { orderRefunded } from './order-refunded.ts';

/** What can happen to an order, told apart by `type`. */
export type OrderEvent =
  | EventOf<typeof orderPlaced>
  | EventOf<typeof orderConfirmed>
  | EventOf<typeof orderRejected>
  | EventOf<typeof orderCancelled>
  | EventOf<typeof orderExpired>
  | EventOf<typeof orderShipped>
  | EventOf<typeof orderDelivered>
  | EventOf<typeof orderReturnRequested>
  | EventOf<typeof orderReturned>
  | EventOf<typeof orderRefunded>;

/** Every event of an order, as orders.events carries them. */
export const orderEvents = eventCatalogue<OrderEvent>([
  orderPlaced,
  orderConfirmed,
  orderRejected,
  orderCancelled,
  orderExpired,
  orderShipped,
  orderDelivered,
  orderReturnRequested,
  orderReturned,
  orderRefunded,
]);
