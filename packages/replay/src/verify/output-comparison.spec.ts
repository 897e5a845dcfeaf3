import { describe, expect, it } from '@jest/globals';
import { headerText, type KafkaRecord, type OutputRecord } from '@orderflow/kafka/core';
import { inOrder, logged } from '../../test/records.ts';
import { LiveOutputs } from './live-outputs.ts';
import { OutputComparison } from './output-comparison.ts';

const identify = ({ headers }: KafkaRecord) => {
  const [id, causeId] = [headerText(headers, 'id'), headerText(headers, 'cause')];
  return id === undefined || causeId === undefined ? undefined : { id, causeId };
};
const live = (offset: number, id: string, cause: string, value = '{}') =>
  logged(offset, { key: cause, value, headers: { id, cause } });
const output = (id: string, cause: string, value = '{}'): OutputRecord => ({
  topic: 'things',
  key: cause,
  value,
  headers: [
    ['id', id],
    ['cause', cause],
  ],
});

describe('comparing outputs with those in the log', () => {
  const compare = async (
    log: readonly KafkaRecord[],
    replayed: Readonly<Record<string, readonly OutputRecord[]>>,
    limit = 10,
  ) => {
    const comparison = new OutputComparison(identify, limit);
    const outputs = new LiveOutputs(inOrder(...log), identify);
    for (const given of Object.values(replayed)) await comparison.add(logged(0), given, outputs);
    await comparison.finish(outputs, (cause) => cause in replayed);
    return comparison.result;
  };

  it('finds all of them, also where the log has another order', async () => {
    const log = [live(0, 'b', '2'), live(1, 'a', '1'), live(2, 'c', '3')];
    const replayed = { 1: [output('a', '1')], 2: [output('b', '2')], 3: [output('c', '3')] };
    expect(await compare(log, replayed)).toEqual({
      outputs: 3,
      equal: 3,
      duplicates: 0,
      differing: 0,
      differences: [],
    });
  });

  it('tells what differs, what only the log has and what only the replay gave', async () => {
    const log = [live(0, 'a', '1', '{"n":1}'), live(1, 'b', '2')];
    const replayed = { 1: [output('a', '1', '{"n":2}')], 2: [], 3: [output('c', '3')] };
    expect((await compare(log, replayed)).differences).toEqual([
      { kind: 'differs', id: 'a', key: '1', fields: [{ field: 'value.n', live: '1', replayed: '2' }] },
      { kind: 'only replayed', id: 'c', key: '3', fields: [] },
      { kind: 'only live', id: 'b', key: '2', fields: [] },
    ]);
  });

  it('passes over outputs that answer what was not replayed, and records that name no id', async () => {
    const log = [logged(0), live(1, 'z', '9'), live(2, 'a', '1')];
    expect(await compare(log, { 1: [output('a', '1')] })).toMatchObject({ equal: 1, differing: 0 });
  });

  it('counts an output that stands there again', async () => {
    const log = [live(0, 'a', '1'), live(1, 'a', '1')];
    expect(await compare(log, { 1: [output('a', '1')] })).toMatchObject({ duplicates: 1, differing: 0 });
  });

  it('lets what was parked go without an answer, and compares the answer that it got later', async () => {
    const comparison = new OutputComparison(identify, 10);
    const outputs = new LiveOutputs(inOrder(live(0, 'a', '1', '{"n":1}')), identify);
    await comparison.add(logged(0), [output('a', '1', '{"n":2}'), output('b', '1')], outputs, true);
    expect(comparison.result).toMatchObject({
      outputs: 1,
      differing: 1,
      differences: [{ kind: 'differs', id: 'a' }],
    });
  });

  it('counts all differences and keeps as many as it may', async () => {
    const replayed = { 1: [output('a', '1'), output('b', '1'), output('c', '1')] };
    const { differing, differences } = await compare([], replayed, 2);
    expect([differing, differences.length]).toEqual([3, 2]);
  });
});
