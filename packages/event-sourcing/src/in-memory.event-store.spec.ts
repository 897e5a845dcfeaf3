import { inMemoryEventStore } from './in-memory.event-store.ts';
import { eventStoreContract } from './testing/index.ts';

eventStoreContract('the in-memory store', async (options) => inMemoryEventStore(options));
