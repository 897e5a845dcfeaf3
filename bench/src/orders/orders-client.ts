import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { orderRequest } from './order-request.ts';

/** Places orders over HTTP on kept connections. */
export interface OrdersClient extends AsyncDisposable {
  /** Returns the id of the order. @throws Error where it was not accepted */
  place(): Promise<string>;
}

/** A client with so many connections, one request at a time on each. */
export function ordersClient(url: string, token: string, connections: number): OrdersClient {
  const pool = new Pool(url, { connections, pipelining: 1 });
  return {
    async place() {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/orders',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        // Each order is another customer's, so that none waits for another's contact row.
        body: JSON.stringify(orderRequest(`cus-${randomUUID()}`)),
      });
      const answer: unknown = await body.json();
      if (statusCode !== 201 || typeof answer !== 'object' || answer === null || !('id' in answer)) {
        throw new Error(`an order was answered ${statusCode}: ${JSON.stringify(answer)}`);
      }
      return String(answer.id);
    },
    async [Symbol.asyncDispose]() {
      await pool.close();
    },
  };
}
