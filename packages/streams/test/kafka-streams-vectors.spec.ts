import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { topologyDriver } from '../src/testing/topology-driver.ts';
import { vectorTopologies } from './vector-topologies.ts';

interface Step {
  readonly in: {
    readonly topic: string;
    readonly key: string | null;
    readonly value: string | null;
    readonly ts: number;
  };
  readonly out: readonly { readonly key: string; readonly value: string | null; readonly ts: number }[];
}

interface Vectors {
  readonly definition: string;
  readonly cases: readonly { readonly seed: number; readonly steps: readonly Step[] }[];
}

const folder = join(import.meta.dirname, 'vectors');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

it('every topology of the vectors is here', () => {
  expect(Object.keys(vectorTopologies).toSorted()).toEqual(names.toSorted());
});

describe.each(Object.entries(vectorTopologies))('as Kafka Streams: %s', (name, declared) => {
  const { cases }: Vectors = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

  it.each(cases)('seed $seed', ({ steps }) => {
    const { topology, inputs, read } = declared();
    const driver = topologyDriver(topology);
    const answers = steps.map(({ in: { topic, key, value, ts } }) => {
      const input = inputs.find(({ name }) => name === topic);
      if (!input) throw new Error(`the topology reads no ${topic}`);
      driver.pipe(input, { key, value, timestamp: ts });
      return read(driver);
    });
    expect(answers).toEqual(steps.map(({ out }) => out));
  });
});
