import type { Transaction } from '@orderflow/postgres-messaging';
import { PaymentDetailsEntity } from './payment-details.entity.ts';
import type { PaymentDetails } from './payment-details.ts';

/** Reads of the read model; they reject with `PostgresUnavailableError` while the database is away. */
export class PaymentDetailsRepository {
  readonly #inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

  /** @param inTransaction gives lost connections their type, which TypeORM by itself doesn't tell from a fault of the query */
  constructor(inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>) {
    this.#inTransaction = inTransaction;
  }

  async find(orderId: string): Promise<PaymentDetails | undefined> {
    const row = await this.#inTransaction(({ manager }) =>
      manager.getRepository(PaymentDetailsEntity).findOneBy({ orderId }),
    );
    if (row === null) return undefined;
    const { providerReference, reason } = row;
    return {
      orderId,
      customerId: row.customerId,
      paymentId: row.paymentId,
      status: statusOf(row.status),
      version: row.version,
      amount: Number(row.amount),
      currency: row.currency,
      ...(providerReference === null ? {} : { providerReference }),
      ...(reason === null ? {} : { reason }),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

const statuses: readonly PaymentDetails['status'][] = [
  'authorized',
  'declined',
  'failed',
  'captured',
  'voided',
  'refunded',
];

function statusOf(text: string): PaymentDetails['status'] {
  const status = statuses.find((known) => known === text);
  if (status === undefined) throw new TypeError(`A payment can't be ${text}`);
  return status;
}
