import {
  InvalidRedriveCommandError,
  readAct,
  readDeadLetter,
  readRedriveCommand,
  readTopic,
  type KafkaRecord,
} from '@orderflow/kafka/core';
import { progress } from '../../output/progress.ts';
import type { Session } from '../../session.ts';
import { toLetter, type Letter, type TrackedLetter } from './letter.ts';
import type { ParkedSource } from './parked-source.ts';
import { readQuarantined, type QuarantinedKey } from './read-quarantined.ts';
import { trackLetters, type Acts, type KeyedCommand } from './track-letters.ts';

/** Everything that was parked of one source, and where it stands. */
export interface Parked {
  readonly source: ParkedSource;
  readonly letters: readonly TrackedLetter[];
  readonly quarantined: readonly QuarantinedKey[];
  readonly acts: Acts;
}

/** Reads what one group has parked of one topic; topics of it that don't exist hold nothing. */
export async function readParked(session: Session, source: ParkedSource): Promise<Parked> {
  const present = new Set(await session.withTopics((admin) => admin.listTopics()));
  const read = async function* <T>(topic: string, toItem: (record: KafkaRecord) => T | undefined) {
    if (!present.has(topic)) return;
    for await (const record of readWithProgress(session, topic)) {
      const item = toItem(record);
      if (item !== undefined) yield item;
    }
  };
  const letters = await collected(read(source.deadLetters, letterOf));
  // Commands before their acts: one that is carried out meanwhile is not taken for one that still stands.
  const commands = await collected(read(source.redrive, (record) => commandOf(record, source.topic)));
  const recorded = await collected(read(source.acts, readAct));
  const quarantined = await readQuarantined(read(source.quarantine, (record) => record));
  const acts = { commands, acts: recorded, quarantined: new Set(quarantined.keys()) };
  return { source, letters: trackLetters(letters, acts), quarantined: [...quarantined.values()], acts };
}

const collected = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const letterOf = (record: KafkaRecord): Letter | undefined => {
  const letter = readDeadLetter(record);
  return letter === undefined ? undefined : toLetter(letter);
};

/** What is no command the owner refuses by an act of its own. */
const commandOf = (record: KafkaRecord, topic: string): KeyedCommand | undefined => {
  try {
    return { command: readRedriveCommand(record, topic), key: record.key };
  } catch (error) {
    if (error instanceof InvalidRedriveCommandError) return undefined;
    throw error;
  }
};

async function* readWithProgress(
  { io, brokers, clientId, withTopics }: Session,
  topic: string,
): AsyncGenerator<KafkaRecord, void, undefined> {
  const { partitions } = await withTopics((admin) => admin.describe(topic));
  const total = partitions.reduce((sum, { start, end }) => sum + Number(end - start), 0);
  await using bar = progress(io.stderr, `reading ${topic}`, total);
  let done = 0;
  for await (const record of readTopic({ brokers, clientId, topic, signal: io.signal })) {
    done += 1;
    await bar.reached(done);
    yield record;
  }
}
