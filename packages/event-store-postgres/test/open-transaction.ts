import { type Transaction, withTransaction } from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';

/** A transaction that a test holds open while others run. */
export interface OpenTransaction {
  readonly tx: Transaction;
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

export async function openTransaction(dataSource: DataSource): Promise<OpenTransaction> {
  const opened = Promise.withResolvers<Transaction>();
  const decision = Promise.withResolvers<'commit' | 'roll back'>();
  const reason = new Error('rolled back by the test');
  const ended = withTransaction(dataSource, async (tx) => {
    opened.resolve(tx);
    if ((await decision.promise) === 'roll back') throw reason;
  });
  const end = async (how: 'commit' | 'roll back') => {
    decision.resolve(how);
    const [outcome] = await Promise.allSettled([ended]);
    if (outcome.status === 'rejected' && outcome.reason !== reason) throw outcome.reason;
  };
  return {
    tx: await opened.promise,
    commit: () => end('commit'),
    rollBack: () => end('roll back'),
  };
}
