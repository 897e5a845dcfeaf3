import { storeContract } from '../../testing/stores/index.ts';
import { inMemoryStores } from './in-memory.store-provider.ts';

storeContract('the in-memory provider', () => inMemoryStores);
