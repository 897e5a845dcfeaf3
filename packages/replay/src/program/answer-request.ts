import { openLog, topicAdmin, type OpenLog, type TopicAdmin } from '@orderflow/kafka/core';
import type { Clock } from '../clock.ts';
import { planRebuild, planVerification } from '../plan-replay.ts';
import type { ReplayMessage, ReplayPlan, Switched } from '../protocol/replay-message.ts';
import type { RangeRequest, ReplayRequest } from '../protocol/replay-request.ts';
import { paceOf } from '../reading/pace.ts';
import type { OnProgress } from '../reading/progress-meter.ts';
import { recordTally } from '../reading/record-tally.ts';
import { resolveRange } from '../reading/replay-range.ts';
import { rebuildReadModel } from '../rebuild/rebuild-read-model.ts';
import type { Pointer, RebuildableHandler } from '../rebuild/rebuildable-handler.ts';
import { ReplayError } from '../replay.errors.ts';
import { handledRange } from '../verify/handled-range.ts';
import type { VerifiableHandler } from '../verify/verifiable-handler.ts';
import { verifyTopic } from '../verify/verify-topic.ts';
import { findEntry, type ReplayableHandler, type ReplayComposition } from './replay-composition.ts';

/** What every answer needs beside the request. */
export interface Answering {
  readonly composition: ReplayComposition;
  readonly clock: Clock;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

type Answer = Exclude<ReplayMessage, { readonly kind: 'progress' | 'failed' }>;

/** Does what a request asks, and returns what came of it. @throws ReplayError */
export async function answerRequest(request: ReplayRequest, answering: Answering): Promise<Answer> {
  const { composition } = answering;
  await using opened = await findEntry(composition, request).open();
  const { handler } = opened;
  // Awaited here: what was opened is closed as this function ends.
  switch (request.action) {
    case 'plan':
      return await withLog(answering, (logs) => plan(request, handler, { ...answering, ...logs }));
    case 'run':
      return await withLog(answering, (logs) => run(request, handler, { ...answering, ...logs }));
    case 'switch':
      return switched(request.id, await shadowOf(handler).switch(request.id));
    case 'revert':
      return switched(request.id, await shadowOf(handler).revert(request.id));
  }
}

const switched = (id: string, pointer: Pointer): Switched => ({ kind: 'switched', id, ...pointer });

interface Logs {
  readonly log: OpenLog;
  readonly admin: TopicAdmin;
}

async function withLog<T>({ composition }: Answering, work: (logs: Logs) => Promise<T>): Promise<T> {
  const { brokers, clientId } = composition;
  await using log = await openLog({ brokers, clientId });
  await using admin = topicAdmin({ brokers, clientId });
  return await work({ log, admin });
}

async function plan(
  request: RangeRequest,
  handler: ReplayableHandler,
  context: Answering & Logs,
): Promise<ReplayPlan> {
  const options = {
    ...context,
    topic: request.topic,
    key: request.key,
    rate: request.rate,
    tally: tallyOf(context),
  };
  if (handler.mode === 'rebuild') {
    return planRebuild(handler, await resolveRange(context.log, request.topic, request), options);
  }
  return planVerification(handler, await handled(request, handler, context), options);
}

async function run(
  request: Extract<ReplayRequest, { readonly action: 'run' }>,
  handler: ReplayableHandler,
  context: Answering & Logs,
): Promise<Answer> {
  const { id, group, topic, key, rate, reportLimit } = request;
  const options = {
    ...context,
    id,
    group,
    topic,
    key,
    reportLimit,
    pace: paceOf(rate, context.clock),
    tally: tallyOf(context),
  };
  if (handler.mode === 'verify') {
    return verifyTopic({ ...options, handler, range: await handled(request, handler, context) });
  }
  if (!isWhole(request)) {
    throw new ReplayError(
      'NEEDS_WHOLE_TOPIC',
      'a read model is rebuilt from every record: leave out --from, --to, --partition and --key',
    );
  }
  return rebuildReadModel({ ...options, handler });
}

const isWhole = ({ from, to, partition, key }: RangeRequest): boolean =>
  from === 'earliest' && to === 'end' && partition === undefined && key === undefined;

const handled = (request: RangeRequest, { outputTopic }: VerifiableHandler, context: Answering & Logs) =>
  handledRange({ ...context, request, outputTopic });

const tallyOf = ({ composition }: Answering) => recordTally(composition.typeOf);

function shadowOf(handler: ReplayableHandler): RebuildableHandler['shadow'] {
  if (handler.mode === 'rebuild') return handler.shadow;
  throw new ReplayError('REPLAY_NOT_ALLOWED', 'only a rebuilt read model can be switched');
}
