import { storeContract } from '../../testing/index.ts';
import { inMemoryStores } from './in-memory.store-provider.ts';

storeContract('the in-memory provider', () => inMemoryStores);
