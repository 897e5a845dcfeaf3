import { randomUUID } from 'node:crypto';
import { eventually } from '@orderflow/test-harness';

/** How an order is paid, which decides its fate. */
export type PaymentMethod =
  | 'pm_card_ok'
  | 'pm_card_declined'
  | 'pm_card_slow'
  | 'pm_card_timeout_after_effect'
  | 'pm_card_error_once';

/** Where an order with this method ends, unless it is cancelled. */
export const fateOf: Readonly<Record<PaymentMethod, 'confirmed' | 'rejected'>> = {
  pm_card_ok: 'confirmed',
  pm_card_declined: 'rejected',
  pm_card_slow: 'confirmed',
  pm_card_timeout_after_effect: 'confirmed',
  pm_card_error_once: 'confirmed',
};

export interface PlacedOrder {
  readonly id: string;
  readonly method: PaymentMethod;
}

/** A client that does what a careful client does: it sends a request again under its idempotency key until it is answered. */
export interface Shop {
  place(method: PaymentMethod, body?: Readonly<Record<string, unknown>>): Promise<PlacedOrder>;
  /** Places so many orders, 32 at a time, their methods in turn. `onPlaced` hears of each. */
  placeMany(
    count: number,
    methods: readonly PaymentMethod[],
    onPlaced?: (count: number) => void,
  ): Promise<PlacedOrder[]>;
  /** Places an order, and gives up at the first failure. */
  placeOnce(method: PaymentMethod): Promise<PlacedOrder>;
  cancel(orderId: string): Promise<void>;
  get(path: string): Promise<{ readonly status: number; readonly body: unknown }>;
}

const concurrency = 32;
const answerWithinMs = 90_000;

/** A customer's request body; the address must never be seen outside the contacts. */
export function orderBody(method: PaymentMethod): Record<string, unknown> {
  const customerId = `cus-${randomUUID()}`;
  return {
    customer: { id: customerId, email: `${customerId}@mail.example`, locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ sku: 'TEA-1', name: '녹차 🍵 Green tea', quantity: 2, unitPrice: 12_500 }],
    payment: { method },
  };
}

/** A system as far as a shop needs it; an `Installation` is one. */
export interface ShopSystem {
  readonly orders: { readonly url: string };
  token(claims: { readonly subject: string; readonly scopes: readonly string[] }): Promise<string>;
}

/** A shop with a token that may do everything. */
export async function openShop(system: ShopSystem): Promise<Shop> {
  const { orders } = system;
  const bearer = await system.token({
    subject: 'shop',
    scopes: ['orders:write', 'orders:read', 'payments:read', 'ops'],
  });

  const send = async (method: 'GET' | 'POST', path: string, body?: unknown, key: string = randomUUID()) => {
    const response = await fetch(`${orders.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  const insist = (path: string, body: unknown, expected: number) => {
    const key = randomUUID();
    return eventually(
      async () => {
        const answer = await send('POST', path, body, key);
        if (answer.status !== expected)
          throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer;
      },
      { timeoutMs: answerWithinMs, intervalMs: 200 },
    );
  };

  const shop: Shop = {
    async place(method, body = orderBody(method)) {
      const answer = await insist('/orders', body, 201);
      return { id: String(answer.body.id), method };
    },
    async placeMany(count, methods, onPlaced = () => undefined) {
      const placed: PlacedOrder[] = [];
      let next = 0;
      await Promise.all(
        Array.from({ length: concurrency }, async () => {
          while (next < count) {
            const method = methods[next % methods.length];
            next += 1;
            if (method === undefined) throw new RangeError('no payment methods');
            placed.push(await shop.place(method));
            onPlaced(placed.length);
          }
        }),
      );
      return placed;
    },
    async placeOnce(method) {
      const answer = await send('POST', '/orders', orderBody(method));
      if (answer.status !== 201) throw new Error(`POST /orders: ${answer.status}`);
      return { id: String(answer.body.id), method };
    },
    async cancel(orderId) {
      await insist(`/orders/${orderId}/cancel`, { reason: 'changed_mind' }, 200);
    },
    get: (path) => send('GET', path),
  };
  return shop;
}
