export { interceptTransactions } from './intercept-transactions.ts';
export type { Interception, TransactionRequest } from './intercept-transactions.ts';
