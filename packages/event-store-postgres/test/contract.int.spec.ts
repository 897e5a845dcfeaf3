import { afterAll, beforeAll } from '@jest/globals';
import { eventStoreContract } from '@orderflow/event-sourcing/testing';
import type { ServiceDatabase } from '@orderflow/postgres-messaging/testing';
import { withTransaction } from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';
import { postgresEventStore } from '../src/index.ts';
import { eventDatabase } from './event-database.ts';

let database: ServiceDatabase;
let app: DataSource;

beforeAll(async () => {
  database = await eventDatabase();
  app = await database.connect('app', { poolSize: 16 });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const notes = { source: 'urn:orderflow:probes', dataschema: () => 'urn:orderflow:schema:probe' };

eventStoreContract('Postgres, each append on its own', async (options) =>
  postgresEventStore({ ...options, ...notes }).over(app),
);

eventStoreContract('Postgres, each append in a transaction', async (options) => {
  const store = postgresEventStore({ ...options, ...notes });
  return {
    append: (streamId, expected, events) =>
      withTransaction(app, (tx) => store.within(tx).append(streamId, expected, events)),
    read: (streamId, range) => withTransaction(app, (tx) => store.within(tx).read(streamId, range)),
  };
});
