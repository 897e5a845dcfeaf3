import { z } from 'zod';
import type { ContractEvent, EventCatalogue, EventDefinition } from '../src/index.ts';
import { encodeEvent } from '../src/index.ts';

/** What is committed of one schema version, when it is first released and never after. */
export interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  /** The schema in the form of JSON Schema, by which a change of it is seen. */
  readonly schema: unknown;
  /** The example as it was encoded. */
  readonly payload: unknown;
}

export const goldenDirectory = new URL('../src/golden/', import.meta.url);

export function goldenFileName(type: string, schemaVersion: number): string {
  return `${type}.v${schemaVersion}.json`;
}

/** The golden of an event's newest version. */
export function goldenOf<E extends ContractEvent>(catalogue: EventCatalogue<E>, example: E): Golden {
  const { type, schemaVersion, payload } = encodeEvent(catalogue, example);
  const schema = jsonSchemaOf(catalogue.get(type), schemaVersion);
  return { type, schemaVersion, schema, payload: JSON.parse(payload) };
}

/** What of a catalogue isn't as it was committed; empty when all is. */
export function goldenFaults<E extends ContractEvent>(
  catalogue: EventCatalogue<E>,
  committed: (type: string, schemaVersion: number) => Golden | undefined,
): string[] {
  return [...catalogue.values()].flatMap((definition) =>
    [...definition.schemas.keys()].flatMap((version) => {
      const name = `${definition.type} version ${version}`;
      const golden = committed(definition.type, version);
      if (golden === undefined) return [`${name} has no golden: run test/add-goldens.ts`];
      const faults: string[] = [];
      if (!isSameJson(golden.schema, jsonSchemaOf(definition, version))) {
        faults.push(`the schema of ${name} has changed: restore it, and add a version ${version + 1}`);
      }
      if (version === definition.currentVersion) {
        const { payload } = encodeEvent(catalogue, definition.example);
        if (payload !== JSON.stringify(golden.payload))
          faults.push(`${name} is encoded otherwise than before`);
      }
      return faults;
    }),
  );
}

function jsonSchemaOf<E extends ContractEvent>(
  definition: EventDefinition<E> | undefined,
  version: number,
): unknown {
  const schema = definition?.schemas.get(version);
  if (schema === undefined) throw new RangeError(`no schema version ${version}`);
  return z.toJSONSchema(schema);
}

function isSameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
