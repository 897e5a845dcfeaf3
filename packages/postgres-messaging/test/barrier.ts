/** Returns a function whose first `parties` callers wait for each other; later calls pass at once. */
export function barrier(parties: number): () => Promise<void> {
  const open = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived === parties) open.resolve();
    return open.promise;
  };
}
