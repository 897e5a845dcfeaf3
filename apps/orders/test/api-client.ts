import { orderDetailsSchema } from '../src/http/order-schema.ts';
import type { OrderDetails } from '../src/read-model/order-details.ts';
import { orderBody, type OrderBody } from './order-body.ts';

type RequestHeaders = Readonly<Record<string, string>>;

/** Calls the API over HTTP as one caller. */
export interface ApiClient {
  get(path: string): Promise<Response>;
  /** A text is sent as it is; anything else as JSON. */
  post(path: string, body?: unknown, headers?: RequestHeaders): Promise<Response>;
  place(changes?: Partial<OrderBody>, headers?: RequestHeaders): Promise<OrderDetails>;
  cancel(orderId: string, headers?: RequestHeaders): Promise<Response>;
}

export function apiClient(url: string, token: string | undefined): ApiClient {
  const authorization: RequestHeaders = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const post = (path: string, body?: unknown, headers: RequestHeaders = {}): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
    });

  return {
    post,
    get: (path) => fetch(url + path, { headers: authorization }),
    place: async (changes = {}, headers = {}) =>
      orderOf(await post('/orders', { ...orderBody, ...changes }, headers), 201),
    cancel: (orderId, headers) => post(`/orders/${orderId}/cancel`, undefined, headers),
  };
}

/** Reads an answer as an order, in the form that /openapi.json promises and with nothing beside it. */
export async function orderOf(response: Response, status: number): Promise<OrderDetails> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`Expected ${status}, got ${response.status}: ${text}`);
  return orderDetailsSchema.strict().parse(JSON.parse(text));
}
