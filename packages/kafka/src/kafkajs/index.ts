/**
 * The only door to kafkajs: version-guarded and mended at load time, so that no part of this package sees the stock one.
 * Module exports that others captured can't be replaced (jest's registry, ESM), so a mend changes shared objects only.
 */
import type * as stock from 'kafkajs';
import { loadInternals, requireKafkajs } from './internals.ts';
import { mendAbortedRecords } from './mends/aborted-records.ts';
import { mendClosedConnection } from './mends/closed-connection.ts';
import { mendCompressionCodecs } from './mends/compression-codecs.ts';
import { mendControlBatches } from './mends/control-batches.ts';
import { mendCoordinatorLookup } from './mends/coordinator-lookup.ts';
import { mendFormerSocket } from './mends/former-socket.ts';
import { mendGroupHooks } from './mends/group-hooks.ts';
import { mendGrowth } from './mends/growth.ts';
import { mendIdleTimer } from './mends/idle-timer.ts';
import { mendOffsetReset } from './mends/offset-reset.ts';
import { mendRecordBatch } from './mends/record-batch.ts';
import { mendSingleConnect } from './mends/single-connect.ts';
import { assertSupportedVersion } from './version-guard.ts';

export const internals = loadInternals(requireKafkajs);

assertSupportedVersion(internals.version);
mendAbortedRecords(internals);
mendClosedConnection(internals);
mendCompressionCodecs(internals);
mendControlBatches(internals);
mendCoordinatorLookup(internals);
mendFormerSocket(internals);
mendGroupHooks(internals);
mendGrowth(internals);
mendIdleTimer(internals);
mendOffsetReset(internals);
mendRecordBatch(internals);
mendSingleConnect(internals);

const kafkajs: typeof stock = requireKafkajs('kafkajs');
export const { AssignerProtocol, ConfigResourceTypes, Kafka, Partitioners, logLevel } = kafkajs;

export { attachGroupHooks } from './group-hooks.ts';
export { ofOnePartition } from './of-one-partition.ts';
export { rememberCoordinators } from './mends/coordinator-lookup.ts';
export type { GroupHooks } from './group-hooks.ts';
export type { InternalBroker, InternalCluster, InternalConsumerGroup, RawRecord } from './internals.ts';
