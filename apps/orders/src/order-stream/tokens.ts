/** Injection token of the orders' event store, each call on its own. */
export const ORDER_EVENT_STORE = Symbol('orders.event-store');
