/** Lets work wait until everything before it is committed. */
export interface Turns<Slot> {
  isNext(slot: Slot): boolean;
  /** Resolves when it is the slot's turn; never where the task ends before. */
  next(slot: Slot): Promise<void>;
  /** Something was committed. */
  moved(): void;
}

export const turns = <Slot extends object>(isNext: (slot: Slot) => boolean): Turns<Slot> => {
  const waiting = new Map<Slot, () => void>();
  return {
    isNext,
    next: (slot) => {
      const turn = Promise.withResolvers<void>();
      waiting.set(slot, turn.resolve);
      return turn.promise;
    },
    moved: () => {
      for (const [slot, resolve] of waiting) {
        if (!isNext(slot)) continue;
        waiting.delete(slot);
        resolve();
      }
    },
  };
};
