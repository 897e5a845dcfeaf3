import type { CloudEvent, PaymentEvent } from '@orderflow/contracts';
import { handleOnce, twinsToWrite, type SqlClient, type Transaction } from '@orderflow/postgres-messaging';
import { paymentDetailsPart } from './payment-details.ts';
import { paymentDetailsTable } from './payment-details.table.ts';

/** Fills the read model, and its shadow where one follows: each event once, the inbox row in the same transaction. */
export class PaymentDetailsProjection {
  readonly #inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

  constructor(inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>) {
    this.#inTransaction = inTransaction;
  }

  async project(event: PaymentEvent, envelope: CloudEvent): Promise<void> {
    const input = { handler: 'payment-details', source: envelope.source, inputId: envelope.id };
    await this.#inTransaction(async (transaction) => {
      const tables = await twinsToWrite(transaction, paymentDetailsTable);
      await handleOnce(transaction, input, async () => {
        for (const table of tables) await writePaymentDetails(transaction.sql, table, event, envelope);
        return null;
      });
    });
  }
}

/**
 * Writes what an event says of its payment into one of the tables. A row that has seen this version or a later one stays as it is: a
 * shadow may be ahead of the live table.
 */
export async function writePaymentDetails(
  sql: SqlClient,
  table: string,
  event: PaymentEvent,
  { streamVersion }: Pick<CloudEvent, 'streamVersion'>,
): Promise<void> {
  const part = paymentDetailsPart(event);
  await sql.query({
    name: `write ${table}`,
    // What an event doesn't say stays as an earlier one said it.
    text: `INSERT INTO ${table} AS known
             (order_id, customer_id, payment_id, status, version, amount, currency, provider_reference, reason, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (order_id) DO UPDATE SET
             customer_id = excluded.customer_id,
             payment_id = excluded.payment_id,
             status = excluded.status,
             version = excluded.version,
             amount = excluded.amount,
             currency = excluded.currency,
             provider_reference = coalesce(excluded.provider_reference, known.provider_reference),
             reason = coalesce(excluded.reason, known.reason),
             updated_at = excluded.updated_at
           WHERE known.version < excluded.version`,
    values: [
      event.data.orderId,
      part.customerId,
      part.paymentId,
      part.status,
      streamVersion,
      part.amount,
      part.currency,
      part.providerReference ?? null,
      part.reason ?? null,
      part.updatedAt,
    ],
  });
}
