/**
 * Runs two works at once; the failure of one aborts the other, and both have ended when this throws the first failure, so that nothing
 * goes on behind the clean-up that follows.
 * @param signal aborts both.
 */
export async function together<A, B>(
  signal: AbortSignal,
  [one, other]: readonly [(either: AbortSignal) => Promise<A>, (either: AbortSignal) => Promise<B>],
): Promise<[A, B]> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const watched = async <T>(work: (either: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await work(either);
    } catch (error) {
      failing.abort(error);
      throw error;
    }
  };
  const [first, second] = await Promise.allSettled([watched(one), watched(other)]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  // The reason of the first abort: a failure caused by it says less.
  throw failing.signal.reason;
}
