import type { KafkaRecord, OutputRecord } from '@orderflow/kafka/core';
import type { OutputDifference } from '../protocol/replay-message.ts';
import { compareOutput } from './compare-output.ts';
import type { LiveOutput, LiveOutputs } from './live-outputs.ts';
import type { VerifiableHandler } from './verifiable-handler.ts';

/** What the comparison found. */
export interface ComparedOutputs {
  readonly outputs: number;
  readonly equal: number;
  readonly duplicates: number;
  readonly differing: number;
  readonly differences: OutputDifference[];
}

/** Compares outputs of all partitions, one partition after the other. */
export class OutputComparison {
  readonly #identify: VerifiableHandler['identify'];
  readonly #limit: number;
  readonly #differences: OutputDifference[] = [];
  #outputs = 0;
  #equal = 0;
  #duplicates = 0;
  #differing = 0;

  /** @param limit how many differences are kept; all are counted */
  constructor(identify: VerifiableHandler['identify'], limit: number) {
    this.#identify = identify;
    this.#limit = limit;
  }

  get result(): ComparedOutputs {
    return {
      outputs: this.#outputs,
      equal: this.#equal,
      duplicates: this.#duplicates,
      differing: this.#differing,
      differences: this.#differences,
    };
  }

  /**
   * Compares what one input gave with what stands in the log.
   * @param mayLack whether live may have no answer to it, since it was parked
   */
  async add(
    input: KafkaRecord,
    outputs: readonly OutputRecord[],
    live: LiveOutputs,
    mayLack = false,
  ): Promise<void> {
    for (const output of outputs) {
      const id = this.#identify(asRecord(input, output))?.id;
      const found = id === undefined ? undefined : await live.take(id);
      if (found === undefined && mayLack) continue;
      this.#outputs += 1;
      if (found === undefined) {
        this.#report({ kind: 'only replayed', id: id ?? '', key: text(output.key), fields: [] });
        continue;
      }
      const fields = compareOutput(found.record, output);
      if (fields.length === 0) this.#equal += 1;
      else this.#report({ kind: 'differs', id: found.id, key: text(output.key), fields });
    }
  }

  /** Reports what only the log has among the answers to the inputs that were replayed. */
  async finish(live: LiveOutputs, wasReplayed: (causeId: string) => boolean): Promise<void> {
    for (const { id, causeId, record } of await live.rest()) {
      if (wasReplayed(causeId)) this.#report({ kind: 'only live', id, key: text(record.key), fields: [] });
    }
    this.#duplicates += live.duplicates;
  }

  #report(difference: OutputDifference): void {
    this.#differing += 1;
    if (this.#differences.length < this.#limit) this.#differences.push(difference);
  }
}

const text = (key: LiveOutput['record']['key'] | string): string | null => key?.toString('utf8') ?? null;
const bytes = (value: Buffer | string | null): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : value;

/** An output in the form in which it would come back from the log. */
const asRecord = ({ partition, timestamp }: KafkaRecord, output: OutputRecord): KafkaRecord => ({
  topic: output.topic,
  partition: output.partition ?? partition,
  offset: -1n,
  timestamp: output.timestamp ?? timestamp,
  key: bytes(output.key),
  value: bytes(output.value),
  headers: (output.headers ?? []).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, bytes(value)] as const],
  ),
});
