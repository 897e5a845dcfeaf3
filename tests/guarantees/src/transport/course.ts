import { parkingTopics, readTopic, topicAdmin } from '@orderflow/kafka/core';
import {
  createTopics,
  eventually,
  randomName,
  readRecords,
  type LogRecord,
  type SeededChoices,
} from '@orderflow/test-harness';
import { faultsOf } from './audit.ts';
import { courseProgress } from './course-progress.ts';
import { type Feed, startFeed } from './feed.ts';
import { startWorker, type Worker } from './worker.ts';
import type { HaltPoint } from './worker-protocol.ts';

/** What a course came to, for the line that a suite prints. */
export interface CourseCounts {
  readonly inputs: number;
  readonly outputs: number;
  /** Outputs in the log that no reader sees: what the faults left behind. */
  readonly abortedOutputs: number;
  readonly abortedInputs: number;
  /** Failures of the load itself, each of which left a transaction whose outcome the log alone knows. */
  readonly feedFailures: number;
  readonly kills: number;
  /** Assignments over all members. */
  readonly rebalances: number;
  /** Transactions of workers whose outcome had to be looked up. */
  readonly failedCommits: number;
}

/** A topic under load, workers that may be harmed, and the audit of what they put out. */
export interface Course extends AsyncDisposable {
  readonly group: string;
  readonly input: string;
  readonly output: string;
  /** Names of the transactional ids of the workers. */
  readonly transactionalIds: readonly string[];
  /** Starts a worker; an instance may come back under its id. */
  worker(instanceId: string, halt?: { readonly at: HaltPoint; readonly time: number }): Worker;
  /** Kills a worker as kill -9 does, and counts it. */
  kill(worker: Worker): Promise<void>;
  /** Resolves once so many more inputs have been committed. */
  moreInputs(count: number): Promise<void>;
  /** Resolves once the group has committed all that could be read when it was called. */
  caughtUp(): Promise<void>;
  /** Outputs that a read_committed reader sees. */
  outputs(): Promise<readonly LogRecord[]>;
  /** Ends the load and resolves when the group has handled all of it, with nothing pending. */
  settle(): Promise<void>;
  /**
   * Settles, and holds what is in the topics to what is promised.
   * @throws Error that lists what is broken
   */
  audit(): Promise<CourseCounts>;
}

export interface CourseOptions {
  readonly choices: SeededChoices;
  /** How workers reach the brokers. */
  readonly brokers: readonly string[];
  /** How the load and the audit do; default: the same. */
  readonly direct?: readonly string[];
  /** Default 6. */
  readonly partitions?: number;
  readonly settleWithinMs?: number;
}

/** As short as a broker takes it, so that a member that was killed is missed soon. */
const session = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 500, transactionTimeoutMs: 5_000 };
const namedFaults = 10;

/** Makes topics of its own and puts them under load. Disposed of, its workers are killed and its topics gone. */
export const transportCourse = async ({
  choices,
  brokers,
  direct = brokers,
  partitions = 6,
  settleWithinMs = 40_000,
}: CourseOptions): Promise<Course> => {
  const name = randomName('course');
  const [input, output, group] = [`${name}.in`, `${name}.out`, `${name}.group`];
  const parking = parkingTopics(input, group);
  const topics = await createTopics(
    [input, output, ...Object.values(parking)].map((topic) => ({ name: topic, partitions })),
    direct,
  );
  const admin = topicAdmin({ brokers: direct, clientId: `${name}-audit` });
  const feed: Feed = startFeed({ brokers: direct, topic: input, partitions, choices: choices.branch() });
  const workers: Worker[] = [];
  let kills = 0;

  const progress = courseProgress({ admin, group, input, output, withinMs: settleWithinMs });
  const explained = async <T>(wait: Promise<T>): Promise<T> => {
    try {
      return await wait;
    } catch (cause) {
      const logs = workers.map(({ instanceId, isRunning, log }) =>
        [`${instanceId}${isRunning ? '' : ' (ended)'}`, ...log.slice(-20)].join('\n'),
      );
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`seed ${choices.seed}: ${message}\n${logs.join('\n')}`, { cause });
    }
  };

  const settle = async (): Promise<void> => {
    await feed.stop();
    await explained(progress.atRest());
  };

  const seen = async (topic: string) =>
    (await readRecords(topic, direct)).map(({ key, value }) => ({ key: String(key), value: String(value) }));
  const everWritten = async (topic: string): Promise<number> => {
    let count = 0;
    for await (const _ of readTopic({ brokers: direct, topic, isolation: 'read_uncommitted' })) count += 1;
    return count;
  };
  const sum = (event: string): number =>
    workers.reduce((total, { events }) => total + (events.get(event) ?? 0), 0);

  return {
    group,
    input,
    output,
    transactionalIds: Array.from({ length: partitions }, (_, partition) => `${group}.${partition}`),
    worker: (instanceId, halt) => {
      const started = startWorker({
        brokers,
        group,
        input,
        output,
        instanceId,
        ...session,
        ...(halt ? { halt } : {}),
      });
      workers.push(started);
      return started;
    },
    kill: async (worker) => {
      kills += 1;
      await worker.kill();
    },
    moreInputs: async (count) => {
      const { committed } = feed.fed;
      const target = committed.size + count;
      await eventually(
        () => {
          if (committed.size < target) throw new Error(`${committed.size} of ${target} inputs are there`);
        },
        { timeoutMs: settleWithinMs },
      );
    },
    caughtUp: () => explained(progress.caughtUp()),
    outputs: () => readRecords(output, direct),
    settle,
    audit: async () => {
      await settle();
      const [inputs, outputs] = [await seen(input), await seen(output)];
      const deadLetters = await seen(parking.deadLetters);
      const faults = [
        ...faultsOf(feed.fed, inputs, outputs),
        ...deadLetters.map(({ value }) => `${value} is dead-lettered`),
        ...workers.filter(({ crashed }) => crashed).map(({ instanceId }) => `${instanceId} crashed`),
        ...(feed.fed.committed.size === 0 ? ['there was no load'] : []),
      ];
      if (faults.length > 0) {
        const named = faults.slice(0, namedFaults).join('\n');
        await explained(Promise.reject(new Error(`${faults.length} faults, such as\n${named}`)));
      }
      return {
        inputs: inputs.length,
        outputs: outputs.length,
        abortedOutputs: (await everWritten(output)) - outputs.length,
        abortedInputs: feed.fed.aborted.size,
        feedFailures: feed.fed.inDoubt,
        kills,
        rebalances: sum('assigned'),
        failedCommits: sum('commit-failed'),
      };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
      await feed.stop();
      await admin.close();
      await topics[Symbol.asyncDispose]();
    },
  };
};
