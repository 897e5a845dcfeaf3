import { describe, expect, it } from '@jest/globals';
import {
  numberSerde,
  StreamsBuilder,
  stringSerde,
  topic,
  type Topology,
  topologyMermaid,
  topologyText,
  tumbling,
} from '../index.ts';
import { describeTopology } from './describe-topology.ts';

const orders = topic({ name: 'orders', key: stringSerde, value: numberSerde, partitions: 6 });
const cities = topic({ name: 'cities', key: stringSerde, value: stringSerde });
const large = topic({ name: 'large', key: stringSerde, value: stringSerde });

const revenue = (): Topology => {
  const builder = new StreamsBuilder();
  const places = builder.globalTable(cities, 'places');
  const { big, otherwise } = builder.stream(orders).split({ big: (value) => value > 100 });
  big
    .joinGlobal(
      places,
      (_, key) => key,
      (value, city) => `${city} ${value}`,
      { value: stringSerde },
    )
    .to(large);
  otherwise
    .selectKey((value) => String(value % 2), { key: stringSerde })
    .groupByKey()
    .windowedBy(tumbling({ sizeMs: 60_000, graceMs: 5_000 }))
    .count('counts');
  return builder.build();
};

describe('a description of a topology', () => {
  it('is plain JSON, and the same for the same declarations', () => {
    const description = describeTopology(revenue());
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(JSON.stringify(describeTopology(revenue()))).toBe(JSON.stringify(description));
  });

  it('tells of each sub-topology its nodes in order and its own stores', () => {
    expect(describeTopology(revenue())).toEqual({
      subTopologies: [
        {
          id: 0,
          nodes: [
            { kind: 'source', name: 'orders', topic: 'orders', partitions: 6, role: 'input', isTable: false },
            processor('split-1', 'split', ['orders', 0]),
            { ...processor('join-global-2', 'join-global', ['split-1', 0]), stores: ['places'] },
            {
              kind: 'sink',
              name: 'to-3',
              topic: 'large',
              role: 'output',
              parents: [{ node: 'join-global-2', output: 0 }],
            },
            processor('select-key-4', 'select-key', ['split-1', 1]),
            {
              kind: 'sink',
              name: 'counts-repartition-to',
              topic: 'counts-repartition',
              role: 'repartition',
              parents: [{ node: 'select-key-4', output: 0 }],
            },
          ],
          stores: [],
        },
        {
          id: 1,
          nodes: [
            {
              kind: 'source',
              name: 'counts-repartition',
              topic: 'counts-repartition',
              role: 'repartition',
              isTable: false,
            },
            {
              ...processor('counts', 'aggregate-windows', ['counts-repartition', 0]),
              stores: ['counts'],
              settings: { kind: 'time', sizeMs: 60_000, advanceMs: 60_000, graceMs: 5_000 },
            },
          ],
          stores: [{ name: 'counts', kind: 'window', retentionMs: 65_000, owner: 'counts' }],
        },
      ],
      global: {
        nodes: [
          { kind: 'source', name: 'cities', topic: 'cities', role: 'global', isTable: true },
          { ...processor('places', 'global-table', ['cities', 0]), stores: ['places'] },
        ],
        stores: [{ name: 'places', kind: 'key-value', owner: 'places' }],
      },
    });
  });

  it('reads as text', () => {
    expect(topologyText(describeTopology(revenue()))).toBe(`Topology
  Sub-topology 0
    Source: orders (topic: orders, input, partitions: 6)
      --> split-1
    Processor: split-1 (split)
      --> join-global-2, select-key-4 [output 1]
      <-- orders
    Processor: join-global-2 (join-global, stores: [places])
      --> to-3
      <-- split-1
    Sink: to-3 (topic: large, output)
      <-- join-global-2
    Processor: select-key-4 (select-key)
      --> counts-repartition-to
      <-- split-1 [output 1]
    Sink: counts-repartition-to (topic: counts-repartition, repartition)
      <-- select-key-4
  Sub-topology 1
    Source: counts-repartition (topic: counts-repartition, repartition)
      --> counts
    Processor: counts (aggregate-windows, stores: [counts], settings: [kind time, sizeMs 60000, advanceMs 60000, graceMs 5000])
      <-- counts-repartition
    Store: counts (window, retention 65000 ms, of counts)
  Global tables
    Source: cities (topic: cities, global, table)
      --> places
    Processor: places (global-table, stores: [places])
      <-- cities
    Store: places (key-value, of places)
`);
  });

  it('draws as a flowchart', () => {
    expect(topologyMermaid(describeTopology(revenue()))).toBe(`flowchart TD
  t0[/"orders"/]
  t1[/"large"/]
  t2[/"counts-repartition"/]
  t3[/"cities"/]
  subgraph g0["Sub-topology 0"]
    n0["orders<br/>source"]
    n1["split-1<br/>split"]
    n2["join-global-2<br/>join-global"]
    n3["to-3<br/>sink"]
    n4["select-key-4<br/>select-key"]
    n5["counts-repartition-to<br/>sink"]
  end
  subgraph g1["Sub-topology 1"]
    n6["counts-repartition<br/>source"]
    n7["counts<br/>aggregate-windows"]
    s0[("counts<br/>window")]
  end
  subgraph g2["Global tables"]
    n8["cities<br/>source"]
    n9["places<br/>global-table"]
    s1[("places<br/>key-value")]
  end
  t0 --> n0
  n0 --> n1
  n1 --> n2
  n2 -.- s1
  n2 --> n3
  n3 --> t1
  n1 -->|output 1| n4
  n4 --> n5
  n5 --> t2
  t2 --> n6
  n6 --> n7
  n7 -.- s0
  t3 --> n8
  n8 --> n9
  n9 -.- s1
`);
  });

  it('lets no name become syntax of the flowchart', () => {
    const name = 'end"]; click <b>#';
    const hostile = { kind: 'source', name, topic: name, role: 'input', isTable: false } as const;
    const drawn = topologyMermaid({
      subTopologies: [{ id: 0, nodes: [hostile], stores: [{ name, kind: 'key-value', owner: name }] }],
      global: { nodes: [], stores: [] },
    });
    const label = 'end#34;#93;#59; click #60;b#62;#35;';
    expect(drawn).toContain(`t0[/"${label}"/]`);
    expect(drawn).toContain(`n0["${label}<br/>source"]`);
    expect(drawn).toContain(`s0[("${label}<br/>key-value")]`);
    expect(drawn).not.toContain(name);
  });
});

const processor = (name: string, operator: string, [node, output]: readonly [string, number]) => ({
  kind: 'processor',
  name,
  operator,
  parents: [{ node, output }],
  stores: [],
  settings: {},
});
