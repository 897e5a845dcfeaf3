import type { TopicAdmin } from '@orderflow/kafka/core';
import { eventually } from '@orderflow/test-harness';

/** How far a group has come, by its brokers. */
export interface CourseProgress {
  /** Resolves once the group has committed all that could be read when it was called. */
  caughtUp(): Promise<void>;
  /** Resolves once nothing is left for the group to read and no transaction is open on either topic. */
  atRest(): Promise<void>;
}

export interface CourseProgressOptions {
  readonly admin: TopicAdmin;
  readonly group: string;
  readonly input: string;
  readonly output: string;
  /** How long either may take, in ms. */
  readonly withinMs: number;
}

export const courseProgress = ({
  admin,
  group,
  input,
  output,
  withinMs,
}: CourseProgressOptions): CourseProgress => {
  const patience = { timeoutMs: withinMs, intervalMs: 200 };

  const assertReadToEnd = async (): Promise<void> => {
    const behind = (await admin.lag(group, [input])).filter(({ lag }) => lag !== 0n);
    if (behind.length === 0) return;
    throw new Error(`lag is ${behind.map(({ partition, lag }) => `${lag} on ${partition}`).join(', ')}`);
  };

  const assertNothingOpen = async (topic: string): Promise<void> => {
    const { partitions } = await admin.describe(topic);
    const open = partitions.filter(({ lastStable, end }) => lastStable < end);
    if (open.length > 0) throw new Error(`${topic} has ${open.length} partitions with a transaction open`);
  };

  return {
    caughtUp: async () => {
      const { partitions } = await eventually(() => admin.describe(input), patience);
      await eventually(async () => {
        const committed = await admin.committedOffsets(group, input);
        const behind = partitions.filter(
          ({ partition, lastStable }) => (committed[partition] ?? 0n) < lastStable,
        );
        if (behind.length > 0) throw new Error(`the group is behind on ${behind.length} partitions`);
      }, patience);
    },
    atRest: () =>
      eventually(async () => {
        await assertReadToEnd();
        await assertNothingOpen(input);
        await assertNothingOpen(output);
      }, patience),
  };
};
