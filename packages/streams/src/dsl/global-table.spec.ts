import { expect, describe, it } from '@jest/globals';
import { nullable, StreamsBuilder, stringSerde, topic } from '../index.ts';
import { topologyDriver } from '../testing/index.ts';

const orders = topic({ name: 'orders', key: nullable(stringSerde), value: nullable(stringSerde) });
const cities = topic({ name: 'cities', key: stringSerde, value: stringSerde });
const out = topic({ name: 'out', key: nullable(stringSerde), value: stringSerde });

/** Orders whose value is the key of a city, or 'nowhere', for which no key is had. */
const driven = (how: 'joinGlobal' | 'leftJoinGlobal') => {
  const builder = new StreamsBuilder();
  const places = builder.globalTable(cities, 'places');
  const stream = builder.stream(orders);
  const keyOf = (city: string | null) => (city === 'nowhere' ? null : city);
  const text = { value: stringSerde };
  const joined =
    how === 'joinGlobal'
      ? stream.joinGlobal(places, keyOf, (city, name, key) => `${key} ${city} ${name}`, text)
      : stream.leftJoinGlobal(places, keyOf, (city, name, key) => `${key} ${city} ${name}`, text);
  joined.to(out);
  const driver = topologyDriver(builder.build());
  return {
    driver,
    city: (key: string, value: string | null) => driver.pipe(cities, { key, value, timestamp: 0 }),
    answer: (key: string | null, value: string | null, timestamp = 0) => {
      driver.pipe(orders, { key, value, timestamp });
      return driver.read(out).map((record) => record.value);
    },
  };
};

describe('a join with a global table', () => {
  it('finds what the table holds when the record comes, by a key taken from the record', () => {
    const { city, answer } = driven('joinGlobal');
    city('b', 'Berlin');
    expect(answer('o1', 'b')).toEqual(['o1 b Berlin']);
    city('b', 'Bonn');
    expect(answer('o2', 'b')).toEqual(['o2 b Bonn']);
    city('b', null);
    expect(answer('o3', 'b')).toEqual([]);
  });

  it('gives nothing when the table changes', () => {
    const { city, answer, driver } = driven('joinGlobal');
    answer('o1', 'b');
    city('b', 'Berlin');
    expect(driver.read(out)).toEqual([]);
  });

  it('needs no key of the record itself, and gives the result its time', () => {
    const { city, driver } = driven('joinGlobal');
    city('b', 'Berlin');
    driver.pipe(orders, { key: null, value: 'b', timestamp: 17 });
    expect(driver.read(out)).toEqual([{ key: null, value: 'null b Berlin', timestamp: 17, headers: [] }]);
  });

  it('leaves out and counts what has no value or no key into the table', () => {
    const { answer, driver } = driven('joinGlobal');
    expect([...answer('o1', null, 3), ...answer('o2', 'nowhere', 4)]).toEqual([]);
    const coordinates = { topic: 'orders', partition: 0, node: 'join-global-1' };
    expect(driver.drops).toEqual([
      { ...coordinates, offset: 0n, reason: 'null-value', timestamp: 3 },
      { ...coordinates, offset: 1n, reason: 'null-key', timestamp: 4 },
    ]);
  });
});

describe('a left join with a global table', () => {
  it('has null where the table holds nothing or no key can be taken', () => {
    const { city, answer } = driven('leftJoinGlobal');
    city('b', 'Berlin');
    expect([...answer('o1', 'b'), ...answer('o2', 'x'), ...answer('o3', 'nowhere')]).toEqual([
      'o1 b Berlin',
      'o2 x null',
      'o3 nowhere null',
    ]);
  });
});

it('a global table is one for all sub-topologies, and makes no two of them one', () => {
  const builder = new StreamsBuilder();
  const places = builder.globalTable(cities, 'places');
  const named = (name: string) =>
    builder
      .stream(topic({ name, key: stringSerde, value: stringSerde }))
      .joinGlobal(
        places,
        (value) => value,
        (_, city) => city,
        { value: stringSerde },
      )
      .to({ name: 'out', key: stringSerde, value: stringSerde });
  named('one');
  named('other');
  const topology = builder.build();
  expect(topology.subTopologies.map(({ stores }) => stores)).toEqual([[], []]);
  expect(topology.globalNodes.map(({ name }) => name)).toEqual(['cities', 'places']);

  const driver = topologyDriver(topology);
  driver.pipe(cities, { key: 'b', value: 'Berlin', timestamp: 0 });
  for (const name of ['one', 'other'])
    driver.pipe(topic({ name, key: stringSerde, value: stringSerde }), {
      key: 'k',
      value: 'b',
      timestamp: 1,
    });
  expect(driver.read(out).map(({ value }) => value)).toEqual(['Berlin', 'Berlin']);
});
