import { BaseRpcContext } from '@nestjs/microservices';
import type { HandlerContext } from '../core/task-consumer-options.ts';
import type { KafkaRecord } from '../core/record.ts';

/** What `@Ctx()` gives a handler: the raw record, whatever the codec made of it, and the attempt's context. */
export class KafkaContext<State = unknown> extends BaseRpcContext<[KafkaRecord]> {
  readonly record: KafkaRecord;
  readonly group: string;
  /** 1 for the first attempt under this ownership. */
  readonly attempt: number;
  readonly partition: number;
  /** What the group's `restore` returned for this task. */
  readonly state: State;

  readonly #context: HandlerContext<State>;

  constructor(record: KafkaRecord, group: string, context: HandlerContext<State>) {
    super([record]);
    this.record = record;
    this.group = group;
    this.#context = context;
    this.attempt = context.attempt;
    this.partition = context.partition;
    this.state = context.state;
  }

  /** Fires when the handler's time is over. */
  get signal(): AbortSignal {
    return this.#context.signal;
  }
}
