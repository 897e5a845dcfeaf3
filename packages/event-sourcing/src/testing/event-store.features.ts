import { beforeAll, describe } from '@jest/globals';
import type { EventCodec } from '../event-codec.ts';
import type { EventStore } from '../event-store.ts';
import { atomicityFeatures, maxEventBytes } from './atomicity.features.ts';
import { expectationFeatures } from './expectation.features.ts';
import { probeCodec, type ProbeEvent } from './probe-event.ts';
import { raceFeatures } from './race.features.ts';
import { readingFeatures } from './reading.features.ts';

/** What the suite asks of the store it is given. */
export interface StoreUnderTest {
  readonly codec: EventCodec<ProbeEvent>;
  readonly maxEventBytes: number;
}

/**
 * The promises of an event store as tests; every adapter runs it. `createStore` is called once, before the first test;
 * streams are told apart by random UUIDs, so that a store may hold anything else.
 */
export function eventStoreContract(
  name: string,
  createStore: (options: StoreUnderTest) => Promise<EventStore<ProbeEvent>>,
): void {
  describe(`${name} keeps the contract of an event store`, () => {
    let created: EventStore<ProbeEvent>;
    beforeAll(async () => {
      created = await createStore({ codec: probeCodec, maxEventBytes });
    });
    const store = () => created;

    expectationFeatures(store);
    raceFeatures(store);
    atomicityFeatures(store);
    readingFeatures(store);
  });
}
