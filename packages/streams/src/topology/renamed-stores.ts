import { changedSettings, type StoredPart } from './stored-parts.ts';

/** Stores that went, each with the first new one that differs from it in nothing but the name. */
export const renamedStores = (
  gone: readonly StoredPart[],
  come: readonly StoredPart[],
): ReadonlyMap<StoredPart, StoredPart> => {
  const renamed = new Map<StoredPart, StoredPart>();
  const taken = new Set<StoredPart>();
  for (const part of gone) {
    const twin = come.find((other) => !taken.has(other) && isAlike(part, other));
    if (twin === undefined) continue;
    taken.add(twin);
    renamed.set(part, twin);
  }
  return renamed;
};

const isAlike = (one: StoredPart, other: StoredPart): boolean =>
  one.store.kind === other.store.kind &&
  one.store.retentionMs === other.store.retentionMs &&
  one.operator === other.operator &&
  one.subTopology === other.subTopology &&
  changedSettings(one, other).length === 0;
