import { describe, expect, it } from '@jest/globals';
import {
  hopping,
  numberSerde,
  sessions,
  type SessionStream,
  sliding,
  StreamsBuilder,
  stringSerde,
  type TimeWindows,
  topic,
  tumbling,
  type SlidingWindows,
  type WindowedStream,
} from '../index.ts';
import { topologyDriver } from '../testing/index.ts';

const amounts = topic({ name: 'amounts', key: stringSerde, value: numberSerde });
const late = topic({ name: 'late', key: stringSerde, value: numberSerde });

const driven = (
  declare: (builder: StreamsBuilder) => WindowedStream<string, number> | SessionStream<string, number>,
  sendsLate = true,
) => {
  const builder = new StreamsBuilder();
  const windowed = declare(builder);
  (sendsLate ? windowed.lateTo(late) : windowed).count('counts');
  const driver = topologyDriver(builder.build());
  return {
    driver,
    pipe: (...times: readonly number[]) =>
      times.forEach((timestamp) => driver.pipe(amounts, { key: 'a', value: timestamp, timestamp })),
  };
};
const inTime = (windows: TimeWindows | SlidingWindows) => (builder: StreamsBuilder) =>
  builder.stream(amounts).groupByKey().windowedBy(windows);
const inSessions = (builder: StreamsBuilder) =>
  builder
    .stream(amounts)
    .groupByKey()
    .windowedBy(sessions({ gapMs: 5, graceMs: 2 }));

const drop = (offset: bigint, timestamp: number) => ({
  topic: 'amounts',
  partition: 0,
  offset,
  timestamp,
  node: 'counts',
  reason: 'late',
});

describe('a record that is late for its window', () => {
  it.each([
    // [0, 10) closes when stream time is 12.
    ['tumbling', inTime(tumbling({ sizeMs: 10, graceMs: 2 })), [5, 11, 9, 12, 9], drop(4n, 9)],
    // The last window of a record at 18 is the one right after it, to 29, which closes when stream time is 31.
    ['sliding', inTime(sliding({ differenceMs: 10, graceMs: 2 })), [5, 19, 18, 31, 18], drop(4n, 18)],
    // A session of one record ends with it and closes past its gap and grace.
    ['session', inSessions, [5, 20, 13, 12], drop(3n, 12)],
  ] as const)('is counted by its coordinates and sent on as it came: %s', (_, declare, times, dropped) => {
    const { driver, pipe } = driven(declare);
    pipe(...times);
    expect(driver.drops).toEqual([dropped]);
    const { timestamp } = dropped;
    expect(driver.read(late)).toEqual([{ key: 'a', value: timestamp, timestamp, headers: [] }]);
  });

  it('of hopping windows is counted and sent once for each window that it missed', () => {
    const { driver, pipe } = driven(inTime(hopping({ sizeMs: 10, advanceMs: 5, graceMs: 0 })));
    pipe(7, 12, 7, 15, 7);
    expect(driver.drops).toEqual([drop(2n, 7), drop(4n, 7), drop(4n, 7)]);
    expect(driver.read(late)).toHaveLength(3);
  });

  it('of sliding windows is late for one that has closed while others take it', () => {
    const { driver, pipe } = driven(inTime(sliding({ differenceMs: 10, graceMs: 2 })));
    pipe(20, 18);
    // [8, 18] has closed; [10, 20] has not.
    expect(driver.drops).toEqual([drop(1n, 18)]);
    expect(driver.read(late)).toHaveLength(1);
  });

  it('is counted and sent nowhere without lateTo', () => {
    const { driver, pipe } = driven(inTime(tumbling({ sizeMs: 10, graceMs: 0 })), false);
    pipe(5, 10, 9);
    expect(driver.drops).toEqual([drop(2n, 9)]);
    expect(driver.read(late)).toEqual([]);
  });

  it('is late by the newest time of any key', () => {
    const { driver, pipe } = driven(inTime(tumbling({ sizeMs: 10, graceMs: 0 })));
    pipe(5);
    driver.pipe(amounts, { key: 'other', value: 1, timestamp: 10 });
    pipe(9);
    expect(driver.drops).toEqual([drop(2n, 9)]);
  });

  it('after a change of key is counted by its place in the repartition topic', () => {
    const { driver, pipe } = driven((builder) =>
      builder
        .stream(amounts)
        .selectKey(() => 'b', { key: stringSerde })
        .groupByKey()
        .windowedBy(tumbling({ sizeMs: 10, graceMs: 0 })),
    );
    pipe(5, 10, 9);
    expect(driver.drops).toEqual([{ ...drop(2n, 9), topic: 'counts-repartition' }]);
    expect(driver.read(late)).toEqual([{ key: 'b', value: 9, timestamp: 9, headers: [] }]);
  });
});
