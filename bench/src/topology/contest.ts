import type { Topology } from '@orderflow/streams';
import { topologyDriver } from '@orderflow/streams/testing';
import { rawTopic, type RawInput, type RawOutput, type RawTopic } from './raw-topic.ts';

/** Takes records and gives what came of them; keeps its state from one batch to the next. */
export type Contestant = (batch: readonly RawInput[]) => readonly RawOutput[];

/** A topology, and a loop written by hand that gives the same bytes. */
export interface Contest {
  readonly name: string;
  /** What one pass of it is given, the same each time. */
  inputs(): readonly RawInput[];
  /** Each call makes a contestant without any state. */
  ours(): Contestant;
  peer(): Contestant;
}

/** A topology as its users drive it: record by record, and its one output topic read after each batch. */
export function driven(topology: Topology, output: Pick<RawTopic, 'name'>): Contestant {
  const driver = topologyDriver(topology);
  const written = rawTopic(output);
  return (batch) => {
    for (const input of batch) driver.pipe(input.topic, input);
    return driver.read(written);
  };
}
