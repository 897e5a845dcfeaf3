import type { z } from 'zod';

/** An event as it crosses a border. */
export interface ContractEvent {
  readonly type: string;
  readonly data: object;
}

/** One type of event: every schema version it ever had, and how each is read as the newest. */
export interface EventDefinition<E extends ContractEvent> {
  readonly type: E['type'];
  readonly currentVersion: number;
  /** Schema version -> schema of `data` in that version. */
  readonly schemas: ReadonlyMap<number, z.ZodType>;
  /** Schema version -> reader of JSON in that version, which validates, upcasts to the newest and validates again. */
  readonly readers: ReadonlyMap<number, (data: unknown) => E>;
  /** A typical event in the newest version. Its encoded form is committed, so that a change of it is seen. */
  readonly example: E;
}

/** The event that a definition defines. */
export type EventOf<D> = D extends EventDefinition<infer E> ? E : never;

/** An event with the literal types of its name and data. */
export interface TypedEvent<Type extends string, Data extends object> {
  readonly type: Type;
  readonly data: Data;
}

/** Defines an event by the first version of its schema. */
export function defineEvent<Type extends string, Data extends object>(
  type: Type,
  schema: z.ZodType<Data>,
  example: NoInfer<Data>,
): EventDefinition<TypedEvent<Type, Data>> {
  return {
    type,
    currentVersion: 1,
    schemas: new Map([[1, schema]]),
    readers: new Map([[1, (data: unknown) => ({ type, data: schema.parse(data) })]]),
    example: { type, data: example },
  };
}

/**
 * Adds the next version to an event. `upcast` turns data of the version before into the new one; older versions reach
 * it through the upcasters before it. The versions before stay readable for ever.
 */
export function nextVersion<Type extends string, Old extends object, Data extends object>(
  previous: EventDefinition<TypedEvent<Type, Old>>,
  schema: z.ZodType<Data>,
  upcast: (data: Old) => Data,
  example: NoInfer<Data>,
): EventDefinition<TypedEvent<Type, Data>> {
  const { type } = previous;
  const version = previous.currentVersion + 1;
  const read = (data: unknown) => ({ type, data: schema.parse(data) });
  const older = [...previous.readers].map(
    ([number, reader]) => [number, (data: unknown) => read(upcast(reader(data).data))] as const,
  );
  return {
    type,
    currentVersion: version,
    schemas: new Map([...previous.schemas, [version, schema]]),
    readers: new Map([...older, [version, read]]),
    example: { type, data: example },
  };
}
