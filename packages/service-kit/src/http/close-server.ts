import type { Logger } from '@orderflow/telemetry';
import type { FastifyInstance } from 'fastify';

/**
 * Stops a server within `graceMs`: it accepts nothing new and answers what is open; connections that are open then are cut. A
 * connection that never sent a request, or half of one, can't be told from one that is about to, and would hold the close for ever.
 */
export async function closeServer(
  fastify: Pick<FastifyInstance, 'close' | 'server'>,
  graceMs: number,
  logger: Logger,
): Promise<void> {
  const cutting = setTimeout(() => {
    logger.warn('open connections cut', { graceMs });
    fastify.server.closeAllConnections();
  }, graceMs);
  try {
    await fastify.close();
  } finally {
    clearTimeout(cutting);
  }
}
