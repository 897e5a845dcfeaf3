import type { OrderStatus } from './order.state.ts';

/** Why a command on an order was refused. `line` counts from 0. */
export type OrderRefusal =
  | { readonly code: 'ORDER_ALREADY_PLACED' }
  | { readonly code: 'ORDER_NOT_FOUND' }
  | { readonly code: 'UNKNOWN_CURRENCY'; readonly currency: string }
  | { readonly code: 'NO_LINES' }
  | { readonly code: 'TOO_MANY_LINES'; readonly limit: number }
  | { readonly code: 'INVALID_LINE'; readonly line: number; readonly field: 'quantity' | 'unitPrice' }
  /** The total of a line, or without `line` of the order, is beyond 2^53-1 minor units. */
  | { readonly code: 'AMOUNT_OUT_OF_RANGE'; readonly line?: number }
  | { readonly code: 'PAYMENT_MISMATCH'; readonly field: 'paymentId' | 'amount' | 'currency' }
  | { readonly code: 'ORDER_NOT_CONFIRMABLE'; readonly status: OrderStatus }
  | { readonly code: 'ORDER_NOT_REJECTABLE'; readonly status: OrderStatus }
  | { readonly code: 'ORDER_NOT_CANCELLABLE'; readonly status: OrderStatus };
