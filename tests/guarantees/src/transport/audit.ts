import type { Fed } from './feed.ts';
import type { FedRecord, WorkedRecord } from './worker-protocol.ts';

/** A record as a read_committed reader sees it, in the order of its partition's log. */
export interface SeenRecord {
  readonly key: string;
  readonly value: string;
}

/**
 * What is wrong with the outputs, a line each, and nothing where every input that can be seen has exactly one output, the outputs of a
 * key stand in the order of its inputs and were counted by a state that held just those before them, and no record of an aborted
 * transaction came through.
 * @param inputs partition by partition; those of one key in one partition, as its outputs
 */
export const faultsOf = (
  fed: Pick<Fed, 'committed' | 'aborted'>,
  inputs: readonly SeenRecord[],
  outputs: readonly SeenRecord[],
): string[] => {
  const faults: string[] = [];
  const inputIds = inputs.map(({ value }) => (JSON.parse(value) as FedRecord).id);
  const seen = new Set(inputIds);
  for (const id of fed.committed)
    if (!seen.has(id)) faults.push(`input ${id} was committed and can't be seen`);
  for (const id of fed.aborted) if (seen.has(id)) faults.push(`input ${id} was aborted and is seen`);
  if (seen.size !== inputs.length) faults.push(`${inputs.length - seen.size} inputs are seen twice`);

  const worked = outputs.map(({ key, value }) => ({ key, ...(JSON.parse(value) as WorkedRecord) }));
  const times = new Map<string, number>();
  for (const { id } of worked) times.set(id, (times.get(id) ?? 0) + 1);
  for (const id of inputIds) {
    const count = times.get(id) ?? 0;
    if (count !== 1) faults.push(`input ${id} has ${count} outputs`);
  }
  for (const id of times.keys()) if (!seen.has(id)) faults.push(`an output is of ${id}, which is no input`);

  const expected = Map.groupBy(inputs, ({ key }) => key);
  for (const [key, found] of Map.groupBy(worked, (record) => record.key)) {
    const order = (expected.get(key) ?? []).map(({ value }) => (JSON.parse(value) as FedRecord).id);
    const misplaced = found.findIndex(({ id }, index) => id !== order[index]);
    if (misplaced >= 0)
      faults.push(`output ${misplaced + 1} of ${key} is of ${found[misplaced]?.id}, not ${order[misplaced]}`);
    const miscounted = found.findIndex(({ count }, index) => count !== index + 1);
    if (miscounted >= 0)
      faults.push(`output ${miscounted + 1} of ${key} is counted as ${found[miscounted]?.count}`);
  }
  return faults;
};
