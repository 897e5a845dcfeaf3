import type { KafkaRecord } from '@orderflow/kafka/core';

/** A live output with what it says of itself. */
export interface LiveOutput {
  readonly id: string;
  readonly causeId: string;
  readonly record: KafkaRecord;
}

/**
 * The outputs of one partition as they are asked for. A task puts its outputs out in the order of its inputs, so reading on until
 * the wanted one comes keeps few in memory, unless many differ.
 */
export class LiveOutputs {
  readonly #source: AsyncIterator<KafkaRecord>;
  readonly #identify: (record: KafkaRecord) => { readonly id: string; readonly causeId: string } | undefined;
  readonly #passed = new Map<string, LiveOutput>();
  readonly #taken = new Set<string>();
  #duplicates = 0;

  constructor(
    source: AsyncIterable<KafkaRecord>,
    identify: (record: KafkaRecord) => { readonly id: string; readonly causeId: string } | undefined,
  ) {
    this.#source = source[Symbol.asyncIterator]();
    this.#identify = identify;
  }

  /** How many stand there again under an id that came before. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** The output with this id, which is then done with; undefined where there is none. */
  async take(id: string): Promise<LiveOutput | undefined> {
    while (!this.#passed.has(id)) {
      if (!(await this.#readOn())) return undefined;
    }
    const found = this.#passed.get(id);
    this.#passed.delete(id);
    this.#taken.add(id);
    return found;
  }

  /** Those that were never taken, in the order of the log; reads to the end. */
  async rest(): Promise<readonly LiveOutput[]> {
    while (await this.#readOn());
    return [...this.#passed.values()];
  }

  async #readOn(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    const identity = this.#identify(next.value);
    if (identity === undefined) return true;
    if (this.#taken.has(identity.id) || this.#passed.has(identity.id)) this.#duplicates += 1;
    else this.#passed.set(identity.id, { ...identity, record: next.value });
    return true;
  }
}
