import { describe, expect, it } from '@jest/globals';
import {
  keyValueStore,
  type NodeContext,
  numberSerde,
  type Receiver,
  StreamsBuilder,
  stringSerde,
  topic,
  TopologyError,
} from '../index.ts';
import { topologyDriver } from '../testing/index.ts';

const amounts = topic({ name: 'amounts', key: stringSerde, value: numberSerde });
const commands = topic({ name: 'commands', key: stringSerde, value: stringSerde });
const out = topic({ name: 'out', key: stringSerde, value: numberSerde });
const totals = keyValueStore({ name: 'totals', key: stringSerde, value: numberSerde });
const serdes = { key: stringSerde, value: numberSerde };

const summing = (context: NodeContext): Receiver<string, number> => {
  const store = context.store(totals);
  const next = context.output<string, number>();
  return {
    receive: (key, value, timestamp) => {
      const total = (store.get(key)?.value ?? 0) + value;
      store.put(key, total, timestamp);
      next.receive(key, total, timestamp);
    },
  };
};

const tickingEvery =
  (everyMs: number, clock: 'stream-time' | 'wall-clock', ticks = Infinity) =>
  (context: NodeContext): Receiver<string, number> => {
    const next = context.output<string, number>();
    let left = ticks;
    const ticking = context.schedule({ everyMs, clock }, (now) => {
      next.receive('tick', now, now);
      left -= 1;
      if (left === 0) ticking.cancel();
    });
    return { receive: () => undefined };
  };

const driven = (create: (context: NodeContext) => Receiver<string, number>) => {
  const builder = new StreamsBuilder();
  builder
    .stream(amounts)
    .process(create, { name: 'own', stores: [totals], ...serdes })
    .to(out);
  const driver = topologyDriver(builder.build(), { startsAt: 1_000 });
  return {
    driver,
    pipe: (timestamp: number, value = 1, key = 'a') => driver.pipe(amounts, { key, value, timestamp }),
    read: () => driver.read(out).map(({ key, value }) => [key, value]),
  };
};

describe('a processor of one’s own', () => {
  it('keeps what it wants to in the stores that it names', () => {
    const { pipe, read, driver } = driven(summing);
    pipe(1, 5);
    pipe(2, 7);
    pipe(3, 1, 'b');
    expect(read()).toEqual([
      ['a', 5],
      ['a', 12],
      ['b', 1],
    ]);
    expect(driver.store('totals')).toMatchObject({ get: expect.any(Function) });
  });

  it('shares a store with another that names the same, in one task', () => {
    const builder = new StreamsBuilder();
    const stores = [totals];
    builder.stream(amounts).process(summing, { name: 'sums', stores, ...serdes });
    builder
      .stream(commands)
      .process<string, number>(
        (context) => {
          const store = context.store(totals);
          const next = context.output<string, number>();
          return {
            receive: (key, _, timestamp) => next.receive(key, store.get(key)?.value ?? 0, timestamp),
          };
        },
        { name: 'asks', stores, ...serdes },
      )
      .to(out);
    const topology = builder.build();
    expect(topology.subTopologies).toHaveLength(1);
    const driver = topologyDriver(topology);
    driver.pipe(amounts, { key: 'a', value: 4, timestamp: 0 });
    driver.pipe(commands, { key: 'a', value: 'tell', timestamp: 1 });
    driver.pipe(commands, { key: 'b', value: 'tell', timestamp: 2 });
    expect(driver.read(out).map(({ key, value }) => [key, value])).toEqual([
      ['a', 4],
      ['b', 0],
    ]);
  });

  it('is refused a store that it has not named', () => {
    const builder = new StreamsBuilder();
    builder.stream(amounts).process(summing, { name: 'own' });
    const topology = builder.build();
    expect(() => topologyDriver(topology)).toThrow(TopologyError);
    expect(() => topologyDriver(topology)).toThrow(
      /own has not named the store totals \(.*process\.spec\.ts:\d+/,
    );
  });

  it('sees where the record under way came from, and of a punctuation that it came from no log', () => {
    const seen: unknown[] = [];
    const { pipe, driver } = driven((context) => {
      const look = (): void => {
        const { topic, partition, offset } = context.record;
        seen.push([topic, partition, offset]);
      };
      context.schedule({ everyMs: 10, clock: 'wall-clock' }, look);
      return { receive: look };
    });
    pipe(1);
    pipe(2);
    driver.advanceWallClock(10);
    expect(seen).toEqual([
      ['amounts', 0, 0n],
      ['amounts', 0, 1n],
      ['', -1, -1n],
    ]);
  });

  it('may have changed the key, so that what groups after it goes through a repartition topic', () => {
    const builder = new StreamsBuilder();
    builder
      .stream(amounts)
      .process<string, number>(summing, { name: 'own', stores: [totals], ...serdes })
      .groupByKey()
      .count('counts');
    expect(builder.build().subTopologies.map(({ sources }) => sources.map(({ name }) => name))).toEqual([
      ['amounts'],
      ['counts-repartition'],
    ]);
  });
});

describe('punctuation by stream time', () => {
  it('begins with the first record, then comes at multiples of its interval, once however many have passed', () => {
    const { pipe, read } = driven(tickingEvery(10, 'stream-time'));
    const ticks = [3, 5, 10, 11, 47, 49, 50, 20].map((timestamp) => {
      pipe(timestamp);
      return read().map(([, now]) => now);
    });
    expect(ticks).toEqual([[3], [], [10], [], [47], [], [50], []]);
  });

  it('hears nothing of the wall clock', () => {
    const { driver, read } = driven(tickingEvery(10, 'stream-time'));
    driver.advanceWallClock(1_000);
    expect(read()).toEqual([]);
  });
});

describe('punctuation by the wall clock', () => {
  it('begins an interval after the start and needs no record', () => {
    const { driver, read } = driven(tickingEvery(10, 'wall-clock'));
    const ticks = [9, 1, 9, 35, 5].map((ms) => {
      driver.advanceWallClock(ms);
      return read().map(([, now]) => now);
    });
    expect(ticks).toEqual([[], [1_010], [], [1_054], []]);
  });

  it('hears nothing of records', () => {
    const { pipe, read } = driven(tickingEvery(10, 'wall-clock'));
    pipe(1_000_000);
    expect(read()).toEqual([]);
  });
});

describe('a punctuation', () => {
  it('comes no more once it is cancelled, also from within', () => {
    const { driver, read } = driven(tickingEvery(10, 'wall-clock', 2));
    for (const ms of [10, 10, 10, 10]) driver.advanceWallClock(ms);
    expect(read()).toEqual([
      ['tick', 1_010],
      ['tick', 1_020],
    ]);
  });

  it.each([0, -5, 1.5])('is refused an interval of %d ms', (everyMs) => {
    expect(() => driven(tickingEvery(everyMs, 'wall-clock'))).toThrow(RangeError);
  });
});
