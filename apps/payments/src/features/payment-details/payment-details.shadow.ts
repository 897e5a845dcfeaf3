import { ContractError } from '@orderflow/contracts';
import type { KafkaRecord } from '@orderflow/kafka/core';
import {
  twinTables,
  type SqlClient,
  type TwinDifference,
  type TwinTablesOptions,
} from '@orderflow/postgres-messaging';
import {
  differingFields,
  type RowDifference,
  type ShadowReadModel,
  type WriteShadow,
} from '@orderflow/replay';
import { readPaymentRecord } from '../../payment-log/read-payment-record.ts';
import { writePaymentDetails } from './payment-details.projection.ts';
import { paymentDetailsTable } from './payment-details.table.ts';

/**
 * The read model's shadow, filled by the projection's own statement. It needs no inbox: the version of each row says what it has seen.
 * @param dataSource the owner's connections
 */
export function paymentDetailsShadow(dataSource: TwinTablesOptions['dataSource']): ShadowReadModel {
  const twins = twinTables({ dataSource, table: paymentDetailsTable, key: 'order_id' });
  return {
    begin: (replayId) => twins.begin(replayId),
    write: (replayId, ...write) => twins.fill(replayId, (sql, table) => into(sql, table)(...write)),
    follow: (replayId, catchUp) => twins.follow(replayId, (sql, table) => catchUp(into(sql, table))),
    compare: async (limit) => {
      const { differences, ...counts } = await twins.compare(limit);
      return { ...counts, differences: differences.map(rowDifference) };
    },
    switch: (replayId) => twins.switch(replayId),
    revert: (replayId) => twins.revert(replayId),
  };
}

const into =
  (sql: SqlClient, table: string): WriteShadow =>
  async (records, onFailure) => {
    for (const record of records) {
      const read = readOrFail(record, onFailure);
      if (read !== undefined) await writePaymentDetails(sql, table, read.event, read.envelope);
    }
  };

/** What the live consumer would have parked. */
function readOrFail(record: KafkaRecord, onFailure: Parameters<WriteShadow>[1]) {
  try {
    return readPaymentRecord(record);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    onFailure(record, error);
    return undefined;
  }
}

function rowDifference({ key, live, shadow }: TwinDifference): RowDifference {
  if (live === null) return { kind: 'only replayed', key, fields: [] };
  if (shadow === null) return { kind: 'only live', key, fields: [] };
  const fields = differingFields(new Map(Object.entries(live)), new Map(Object.entries(shadow)));
  return { kind: 'differs', key, fields };
}
