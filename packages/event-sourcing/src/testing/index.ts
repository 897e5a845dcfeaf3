export { given, type Given, type When } from './given.ts';
export { eventStoreContract, type StoreUnderTest } from './event-store.features.ts';
export type { ProbeEvent } from './probe-event.ts';
