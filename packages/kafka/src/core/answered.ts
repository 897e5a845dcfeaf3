import { BrokerSilentError } from './errors.ts';

/** Every request of kafkajs has a timeout of 30 s; what takes longer than this has been lost on the way. */
const patienceMs = 40_000;

/**
 * The answer to a request, or a `BrokerSilentError`: nothing that a task's takeover waits for may wait for ever, since
 * a task that is never taken over stands still without a word.
 */
export const answered = async <T>(request: Promise<T>): Promise<T> => {
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => expired.reject(new BrokerSilentError(patienceMs)), patienceMs);
  try {
    return await Promise.race([request, expired.promise]);
  } finally {
    clearTimeout(timer);
  }
};
