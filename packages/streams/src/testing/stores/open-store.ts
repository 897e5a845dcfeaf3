import type { StoreProvider } from '../../stores/store-definition.ts';

/** Opens a store of the provider under test, empty and under a name that no other of the suite has. */
export type OpenStore = <S>(open: (provider: StoreProvider, name: string) => S) => S;
