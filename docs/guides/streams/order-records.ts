import { membersOf, oneOf, text, wholeNumber } from './json-members.ts';

export interface OrderPlaced {
  readonly order: string;
  readonly customer: string;
  /** ISO 4217. */
  readonly currency: string;
  /** In minor units of the currency. */
  readonly total: number;
  /** When the customer placed it, ms since the epoch. */
  readonly at: number;
}

export interface OrderConfirmed {
  readonly order: string;
  /** When it was confirmed, ms since the epoch. */
  readonly at: number;
}

export interface OrderState {
  readonly status: 'placed' | 'confirmed' | 'rejected' | 'shipped';
}

export interface PaymentAttempt {
  readonly order: string;
  readonly method: 'card' | 'transfer';
  readonly outcome: 'authorized' | 'declined';
}

export interface CustomerAction {
  readonly action: 'viewed' | 'ordered';
}

export interface Customer {
  readonly country: string;
  readonly segment: 'new' | 'regular' | 'wholesale';
}

// Each of these makes its type of what was read from JSON, or throws a TypeError that names what is wrong.

export const parseOrderPlaced = (json: unknown): OrderPlaced => {
  const members = membersOf(json);
  return {
    order: text(members, 'order'),
    customer: text(members, 'customer'),
    currency: text(members, 'currency'),
    total: wholeNumber(members, 'total'),
    at: wholeNumber(members, 'at'),
  };
};

export const parseOrderConfirmed = (json: unknown): OrderConfirmed => {
  const members = membersOf(json);
  return { order: text(members, 'order'), at: wholeNumber(members, 'at') };
};

export const parseOrderState = (json: unknown): OrderState => ({
  status: oneOf(membersOf(json), 'status', ['placed', 'confirmed', 'rejected', 'shipped']),
});

export const parsePaymentAttempt = (json: unknown): PaymentAttempt => {
  const members = membersOf(json);
  return {
    order: text(members, 'order'),
    method: oneOf(members, 'method', ['card', 'transfer']),
    outcome: oneOf(members, 'outcome', ['authorized', 'declined']),
  };
};

export const parseCustomerAction = (json: unknown): CustomerAction => ({
  action: oneOf(membersOf(json), 'action', ['viewed', 'ordered']),
});

export const parseCustomer = (json: unknown): Customer => {
  const members = membersOf(json);
  return {
    country: text(members, 'country'),
    segment: oneOf(members, 'segment', ['new', 'regular', 'wholesale']),
  };
};
