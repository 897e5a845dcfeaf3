import { beforeAll, describe } from '@jest/globals';
import type { StoreProvider } from '../../stores/store-definition.ts';
import { joinBufferFeatures } from './join-buffer.features.ts';
import { keyValueFeatures } from './key-value.features.ts';
import type { OpenStore } from './open-store.ts';
import { retentionFeatures } from './retention.features.ts';
import { sessionFeatures } from './session.features.ts';
import { timeOrderedBufferFeatures } from './time-ordered-buffer.features.ts';
import { unmatchedBufferFeatures } from './unmatched-buffer.features.ts';
import { windowFeatures } from './window.features.ts';

/**
 * The promises of all store ports as tests; every provider runs it. `createProvider` is called once, before the first test, and has to
 * hold nothing yet; each test opens stores under names of its own.
 */
export function storeContract(
  name: string,
  createProvider: () => StoreProvider | Promise<StoreProvider>,
): void {
  describe(`${name} keeps the contract of its ports`, () => {
    let created: StoreProvider;
    let opened = 0;
    beforeAll(async () => {
      created = await createProvider();
    });
    const stores: OpenStore = (open) => {
      opened += 1;
      return open(created, `probe-${opened}`);
    };

    keyValueFeatures(stores);
    windowFeatures(stores);
    sessionFeatures(stores);
    joinBufferFeatures(stores);
    retentionFeatures(stores);
    unmatchedBufferFeatures(stores);
    timeOrderedBufferFeatures(stores);
  });
}
