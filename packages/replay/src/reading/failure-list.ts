import type { KafkaRecord } from '@orderflow/kafka/core';
import type { RecordFailure } from '../protocol/replay-message.ts';

/** Counts failures and keeps the first of them. */
export interface FailureList {
  add(record: Pick<KafkaRecord, 'partition' | 'offset'>, error: unknown): void;
  result(): { readonly failed: number; readonly failures: RecordFailure[] };
}

/** @param limit how many are kept */
export const failureList = (limit: number): FailureList => {
  const failures: RecordFailure[] = [];
  let failed = 0;
  return {
    add({ partition, offset }, error) {
      failed += 1;
      if (failures.length >= limit) return;
      const { message } = error instanceof Error ? error : new Error(String(error));
      failures.push({ partition, offset: offset.toString(), code: codeOf(error), message });
    },
    result: () => ({ failed, failures }),
  };
};

const codeOf = (error: unknown): string => {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : 'UNKNOWN';
};
