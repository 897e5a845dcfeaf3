/** A process of its own that consumes and produces by the transport, to be frozen and killed. */
import { createInterface } from 'node:readline';
import { onTaskEvent, type RecordHandler, taskConsumer } from '@orderflow/kafka/core';
import { planHalt } from './halt.ts';
import {
  type FedRecord,
  goOn,
  type WorkedRecord,
  type WorkerAssignment,
  type WorkerReport,
} from './worker-protocol.ts';

/** Records handled by key. */
type Counts = Map<string, number>;

const assignment: WorkerAssignment = JSON.parse(process.argv[2] ?? '');
const { input, output, instanceId } = assignment;

const report = (told: WorkerReport): void => void process.stdout.write(`${JSON.stringify(told)}\n`);
const log =
  (level: string) =>
  (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const { error, ...rest } = fields;
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : undefined;
    process.stderr.write(`${JSON.stringify({ time: new Date(), level, message, ...rest, cause })}\n`);
  };

const halt = planHalt(assignment, (at) => report({ type: 'halted', at }));

const handle: RecordHandler<Counts> = async ({ key, value }, { state, signal }) => {
  await halt.consumed();
  signal.throwIfAborted();
  const { id }: FedRecord = JSON.parse(String(value));
  const count = (state.get(String(key)) ?? 0) + 1;
  state.set(String(key), count);
  const worked: WorkedRecord = { id, count, by: instanceId };
  return [{ topic: output, key, value: JSON.stringify(worked) }];
};

const consumer = taskConsumer<Counts>({
  ...assignment,
  clientId: instanceId,
  handlers: { [input]: handle },
  restore: async ({ readPartition }) => {
    const counts: Counts = new Map();
    for await (const { key } of readPartition(output)) {
      counts.set(String(key), (counts.get(String(key)) ?? 0) + 1);
    }
    return counts;
  },
  logger: { debug: () => undefined, info: log('info'), warn: log('warn'), error: log('error') },
});

onTaskEvent(
  (event) => {
    switch (event.type) {
      case 'batch-delivered':
      case 'record-handled':
      case 'committed':
        return;
      case 'assigned':
        report({ type: 'event', event: event.type, partitions: event.partitions });
        return;
      default:
        report({ type: 'event', event: event.type });
    }
  },
  (error) => {
    throw error;
  },
);

const stop = async (): Promise<void> => {
  await consumer.stop();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  if (line === goOn) halt.release();
});
// Whoever started this is gone, and so is everybody who could end it.
commands.on('close', () => process.exit(1));

await consumer.start();
