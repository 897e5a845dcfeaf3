export { storeContract } from './store.features.ts';
