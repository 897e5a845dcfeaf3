import {
  kafkaProducer,
  redriveCommandText,
  type RedriveAction,
  type RedriveCommand,
} from '@orderflow/kafka/core';
import { offsetsAt } from '../../arguments/log-position.ts';
import { usageError } from '../../cli.error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { Session } from '../../session.ts';
import { actStep, succeeded, type Act } from './act.ts';
import { actText } from './act-text.ts';
import { awaitOutcomes, type Outcome } from './await-outcomes.ts';
import { chooseLetters, type Choice } from './choose-letters.ts';
import { oneParkedSource, type ParkedSource } from './parked-source.ts';
import { planActs, type PlannedAct } from './plan-acts.ts';
import { readParked } from './read-parked.ts';
import type { KeyedCommand } from './track-letters.ts';

/** What `redrive` and `discard` take from the command line. */
export interface ActOptions extends Omit<Choice, 'key'> {
  readonly reason: string;
  readonly by?: string;
  readonly topic?: string;
  readonly group?: string;
  readonly key?: string;
  readonly keyBase64?: Buffer;
  readonly yes?: boolean;
  readonly wait?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** Shows what an act would come to, or orders it by writing commands: the owner of each partition carries them out. */
export async function carryOut(
  session: Session,
  action: RedriveAction,
  options: ActOptions,
): Promise<ExitCode> {
  const { io } = session;
  const { reason, by = io.user, yes = false, wait = false } = options;
  if (wait && !yes) throw usageError('--wait is for what --yes carries out');
  const source = oneParkedSource(session.system, options);
  const { letters, acts } = await readParked(session, source);
  const chosen = chooseLetters(letters, choiceOf(options));
  const plan = planActs({ action, letters, chosen, quarantined: acts.quarantined });
  const { topic, group } = source;
  const act = { action, topic, group, by, reason, carriedOut: yes, waited: wait };

  if (!yes) {
    await session.answer<Act>({ ...act, steps: plan.map((planned) => actStep(planned)) }, actText);
    return exitCode.ok;
  }
  const commands = plan.map((planned) => ({
    planned,
    key: planned.key,
    command: commandOf(planned, { ...act, id: io.newId(), at: new Date(io.now()).toISOString() }),
  }));
  const outcomes = await order(session, source, {
    commands,
    timeoutMs: wait ? options.timeout * 1_000 : undefined,
  });
  const steps = commands.map(({ planned, command }) => actStep(planned, command, outcomes.get(command.id)));
  const ordered: Act = { ...act, steps };
  await session.answer(ordered, actText);
  if (succeeded(ordered)) return exitCode.ok;
  return io.signal.aborted ? exitCode.interrupted : exitCode.foundWrong;
}

const choiceOf = ({ key, keyBase64, partition, offset, all }: ActOptions): Choice => {
  if (key !== undefined && keyBase64 !== undefined)
    throw usageError('--key and --key-base64 are one too many');
  const bytes = key === undefined ? keyBase64 : Buffer.from(key);
  return {
    ...(bytes === undefined ? {} : { key: bytes }),
    ...(partition === undefined ? {} : { partition }),
    ...(offset === undefined ? {} : { offset }),
    ...(all === undefined ? {} : { all }),
  };
};

const commandOf = (
  { partition, from, to }: PlannedAct,
  { id, action, topic, by, reason, at }: Omit<RedriveCommand, 'partition' | 'from' | 'to'>,
): RedriveCommand => ({ id, action, topic, partition, from, to, by, reason, at });

/** Writes the commands and, where a time is given, waits for what comes of them. */
const order = async (
  session: Session,
  source: ParkedSource,
  {
    commands,
    timeoutMs,
  }: { readonly commands: readonly KeyedCommand[]; readonly timeoutMs: number | undefined },
): Promise<ReadonlyMap<string, Outcome>> => {
  const { brokers, clientId } = session;
  const send = async (): Promise<void> => {
    await using producer = kafkaProducer({ brokers, clientId });
    await producer.send(
      commands.map(({ command, key }) => ({
        topic: source.redrive,
        partition: command.partition,
        key,
        value: redriveCommandText(command),
      })),
    );
  };
  if (timeoutMs === undefined) {
    await send();
    return new Map();
  }
  // Before the commands are written: an outcome may come at once.
  const from = await session.withTopics((admin) => offsetsAt(admin, source.acts, { at: 'latest' }));
  await send();
  return awaitOutcomes(session, source.acts, {
    ids: commands.map(({ command }) => command.id),
    from,
    timeoutMs,
  });
};
