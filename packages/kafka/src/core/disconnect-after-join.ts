import type { Consumer } from 'kafkajs';
import { pause } from './pause.ts';

interface Disconnecting {
  readonly consumer: Pick<Consumer, 'disconnect'>;
  readonly joining: Promise<void> | undefined;
  readonly boundMs: number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Makes a consumer leave its group and close, and waits for that within the bound.
 *
 * A disconnect during a join stops nothing, and makes kafkajs forget what it would have to stop: the join goes on and
 * leaves a member behind that nobody polls. So it comes once, after the join; a join that outlasts the bound is followed
 * by it all the same.
 */
export const disconnectAfterJoin = async (options: Disconnecting): Promise<void> => {
  const timeout = new AbortController();
  await Promise.race([disconnect(options), pause(options.boundMs, timeout.signal)]);
  timeout.abort();
};

const disconnect = async ({ consumer, joining, onFailure }: Disconnecting): Promise<void> => {
  try {
    await joining;
  } catch (error) {
    onFailure(error);
  }
  try {
    await consumer.disconnect();
  } catch (error) {
    onFailure(error);
  }
};
