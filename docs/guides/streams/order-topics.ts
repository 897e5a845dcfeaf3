import { jsonSerde, stringSerde, timestamps, topic } from '@orderflow/streams';
import {
  type OrderConfirmed,
  type OrderPlaced,
  parseCustomer,
  parseCustomerAction,
  parseOrderConfirmed,
  parseOrderPlaced,
  parseOrderState,
  parsePaymentAttempt,
} from './order-records.ts';

// What is joined has one partition count, so that a key is in the same partition on both sides.
const partitions = 6;

/** By order. Its time is when the customer placed it, not when the record was written. */
export const ordersPlaced = topic({
  name: 'orders.placed',
  key: stringSerde,
  value: jsonSerde(parseOrderPlaced),
  partitions,
  timestamps: timestamps<string, OrderPlaced>({ from: ({ value }) => value.at }),
});

/** By order. */
export const ordersConfirmed = topic({
  name: 'orders.confirmed',
  key: stringSerde,
  value: jsonSerde(parseOrderConfirmed),
  partitions,
  timestamps: timestamps<string, OrderConfirmed>({ from: ({ value }) => value.at }),
});

/** By order: a table, the latest state stands, and a null takes the order out. */
export const orderStates = topic({
  name: 'orders.state',
  key: stringSerde,
  value: jsonSerde(parseOrderState),
});

/** By order. */
export const paymentAttempts = topic({
  name: 'payments.attempts',
  key: stringSerde,
  value: jsonSerde(parsePaymentAttempt),
});

/** By customer. */
export const customerActions = topic({
  name: 'customers.actions',
  key: stringSerde,
  value: jsonSerde(parseCustomerAction),
});

/** By customer: a table. */
export const customers = topic({
  name: 'customers',
  key: stringSerde,
  value: jsonSerde(parseCustomer),
  partitions,
});
