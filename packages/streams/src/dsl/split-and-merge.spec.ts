import { describe, expect, it } from '@jest/globals';
import { numberSerde, StreamsBuilder, stringSerde, topic } from '../index.ts';
import { topologyDriver } from '../testing/index.ts';

const numbers = (name: string) => topic({ name, key: stringSerde, value: numberSerde });
const [amounts, refunds, small, large, rest, all] = [
  numbers('amounts'),
  numbers('refunds'),
  numbers('small'),
  numbers('large'),
  numbers('rest'),
  numbers('all'),
];

const split = () => {
  const builder = new StreamsBuilder();
  const branches = builder.stream(amounts).split({
    large: (value) => value >= 100,
    small: (value) => value >= 0,
  });
  branches.large.to(large);
  branches.small.to(small);
  branches.otherwise.to(rest);
  const driver = topologyDriver(builder.build());
  for (const value of [5, 500, -1, 100]) driver.pipe(amounts, { key: 'a', value, timestamp: value + 10 });
  return driver;
};

describe('a split', () => {
  it('gives each record to the first branch whose predicate holds, and to that alone', () => {
    const driver = split();
    expect(driver.read(large).map(({ value }) => value)).toEqual([500, 100]);
    expect(driver.read(small).map(({ value }) => value)).toEqual([5]);
  });

  it('gives what no branch takes to otherwise, with its key, time and headers as they were', () => {
    expect(split().read(rest)).toEqual([{ key: 'a', value: -1, timestamp: 9, headers: [] }]);
  });

  it('asks the later branches only where the earlier say no', () => {
    const builder = new StreamsBuilder();
    const asked: string[] = [];
    const asking = (name: string, answer: boolean) => () => {
      asked.push(name);
      return answer;
    };
    builder
      .stream(amounts)
      .split({ one: asking('one', false), two: asking('two', true), three: asking('three', true) });
    topologyDriver(builder.build()).pipe(amounts, { key: 'a', value: 1, timestamp: 0 });
    expect(asked).toEqual(['one', 'two']);
  });
});

describe('a merge', () => {
  it('has the records of both in the order in which they come', () => {
    const builder = new StreamsBuilder();
    builder
      .stream(amounts)
      .merge(builder.stream(refunds).mapValues((value) => -value, { value: numberSerde }))
      .to(all);
    const driver = topologyDriver(builder.build());
    driver.pipe(amounts, { key: 'a', value: 3, timestamp: 30 });
    driver.pipe(refunds, { key: 'a', value: 2, timestamp: 10 });
    driver.pipe(amounts, { key: 'b', value: 1, timestamp: 20 });
    expect(driver.read(all).map(({ value, timestamp }) => [value, timestamp])).toEqual([
      [3, 30],
      [-2, 10],
      [1, 20],
    ]);
  });

  it('of the branches of a split takes each record once, whichever way it went', () => {
    const builder = new StreamsBuilder();
    const { even, otherwise } = builder.stream(amounts).split({ even: (value) => value % 2 === 0 });
    even
      .mapValues((value) => value * 10, { value: numberSerde })
      .merge(otherwise)
      .to(all);
    const driver = topologyDriver(builder.build());
    for (const value of [1, 2, 3]) driver.pipe(amounts, { key: 'a', value, timestamp: 0 });
    expect(driver.read(all).map(({ value }) => value)).toEqual([1, 20, 3]);
  });

  it('of a stream whose key was changed goes through a repartition topic before it is grouped', () => {
    const builder = new StreamsBuilder();
    const rekeyed = builder.stream(refunds).selectKey((value) => String(value), { key: stringSerde });
    builder
      .stream(amounts)
      .merge(rekeyed)
      .groupByKey()
      .count('counts')
      .toStream()
      .to({
        name: 'all',
        key: stringSerde,
        value: { serialize: (count) => (count === null ? null : numberSerde.serialize(count)) },
      });
    const topology = builder.build();
    expect(topology.subTopologies.map(({ sources }) => sources.map(({ name }) => name))).toEqual([
      ['refunds', 'amounts'],
      ['counts-repartition'],
    ]);
    const driver = topologyDriver(topology);
    driver.pipe(amounts, { key: '7', value: 1, timestamp: 0 });
    driver.pipe(refunds, { key: 'x', value: 7, timestamp: 5 });
    expect(driver.read(all).map(({ key, value }) => [key, value])).toEqual([
      ['7', 1],
      ['7', 2],
    ]);
  });
});
