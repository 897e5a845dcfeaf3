import type { Command } from 'commander';
import { groupAdmin, topicAdmin, type GroupAdmin, type TopicAdmin } from '@orderflow/kafka/core';
import { readCliConfig } from './cli.config.ts';
import type { DeclaredSystem } from './declared-system.ts';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { jsonText } from './output/json-text.ts';

/** One invocation of one verb: its world, its brokers, and how it answers. */
export interface Session {
  readonly io: Io;
  readonly system: DeclaredSystem;
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Whether the answer is JSON. */
  readonly json: boolean;
  /** Runs with an administration client, which is closed afterwards. */
  readonly withTopics: <T>(work: (admin: TopicAdmin) => Promise<T>) => Promise<T>;
  readonly withGroups: <T>(work: (admin: GroupAdmin) => Promise<T>) => Promise<T>;
  /** Prints the answer: the value as JSON where that is asked for, else the text that `render` makes of it. */
  answer<T>(value: T, render: (value: T) => string): Promise<void>;
}

interface GlobalOptions {
  readonly brokers?: string;
  readonly json?: boolean;
}

const clientId = 'orderflow-cli';

export const openSession = (command: Command, io: Io, system: DeclaredSystem): Session => {
  const options = command.optsWithGlobals<GlobalOptions>();
  const json = options.json === true;
  const { brokers } = readCliConfig(io.environment, options.brokers);
  return {
    io,
    system,
    brokers,
    clientId,
    json,
    withTopics: async (work) => {
      await using admin = topicAdmin({ brokers, clientId });
      return await work(admin);
    },
    withGroups: async (work) => {
      await using admin = groupAdmin({ brokers, clientId });
      return await work(admin);
    },
    answer: (value, render) => io.stdout.write(json ? `${jsonText(value, 2)}\n` : render(value)),
  };
};

/** What a verb does once its arguments are read; it says by the exit code what it found. */
export type Work = (session: Session) => Promise<ExitCode>;

/** Lets a verb that was chosen on the command line do its work. */
export type Perform = (command: Command, work: Work) => Promise<void>;

/** Adds one verb, or a noun with its verbs, to the command it belongs to. */
export type Registration = (parent: Command, perform: Perform) => void;
