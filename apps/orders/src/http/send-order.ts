import { formatEtag } from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import type { OrderDetails } from '../read-model/order-details.ts';

/** Answers with an order and the headers that belong to it. */
export function sendOrder(
  reply: FastifyReply,
  order: OrderDetails,
  answer: { readonly status?: number; readonly replayed?: boolean; readonly preferenceApplied?: string } = {},
): OrderDetails {
  reply.status(answer.status ?? 200).header('ETag', formatEtag(order.version));
  if (answer.status === 201) reply.header('Location', `/orders/${order.id}`);
  if (answer.replayed === true) reply.header('Idempotent-Replayed', 'true');
  if (answer.preferenceApplied !== undefined) {
    reply.header('Preference-Applied', answer.preferenceApplied);
  }
  return order;
}
