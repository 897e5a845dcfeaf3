import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { goldenDirectory, goldenFaults, goldenFileName, goldenOf, type Golden } from '../../test/golden.ts';
import { decodeEvent, eventCatalogue } from '../event-catalogue.ts';
import { defineEvent, nextVersion } from '../event-definition.ts';
import { orderEvents, type OrderEvent } from '../order/order-events.ts';
import { paymentEvents, type PaymentEvent } from '../payment/payment-events.ts';

const goldenFile = z.object({
  type: z.string(),
  schemaVersion: z.int(),
  schema: z.unknown(),
  payload: z.unknown(),
});

function committed(type: string, schemaVersion: number): Golden | undefined {
  const file = new URL(goldenFileName(type, schemaVersion), goldenDirectory);
  return existsSync(file) ? goldenFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

const released = eventCatalogue<OrderEvent | PaymentEvent>([
  ...orderEvents.values(),
  ...paymentEvents.values(),
]);

const versions = [...released.values()].flatMap(({ type, schemas }) =>
  [...schemas.keys()].map((version) => [type, version] as const),
);

describe('the released schemas', () => {
  it('and the encoded form of their examples are as committed', () => {
    expect(goldenFaults(released, committed)).toEqual([]);
  });

  it.each(versions)('%s version %i can be read', (type, schemaVersion) => {
    const payload = JSON.stringify(committed(type, schemaVersion)?.payload);
    expect(decodeEvent(released, { type, schemaVersion, payload }).type).toBe(type);
  });

  it('have no golden of an event that was removed', () => {
    const files = readdirSync(goldenDirectory).filter((name) => name.endsWith('.json'));
    const expected = versions.map(([type, version]) => goldenFileName(type, version));
    expect(files.toSorted()).toEqual(expected.toSorted());
  });
});

describe('the comparison with what is committed', () => {
  const brewed = defineEvent('TeaBrewed', z.strictObject({ minutes: z.int() }), { minutes: 3 });
  const golden = goldenOf(eventCatalogue([brewed]), brewed.example);
  const onlyFirst = (_: string, version: number) => (version === 1 ? golden : undefined);

  it('finds a schema that changed without a new version', () => {
    const changed = defineEvent('TeaBrewed', z.strictObject({ minutes: z.int().min(1) }), { minutes: 3 });
    expect(goldenFaults(eventCatalogue([changed]), onlyFirst)).toEqual([
      'the schema of TeaBrewed version 1 has changed: restore it, and add a version 2',
    ]);
  });

  it('finds another encoding of the example', () => {
    const changed = defineEvent('TeaBrewed', z.strictObject({ minutes: z.int() }), { minutes: 4 });
    expect(goldenFaults(eventCatalogue([changed]), onlyFirst)).toEqual([
      'TeaBrewed version 1 is encoded otherwise than before',
    ]);
  });

  it('finds a version without a golden, and is content with it once there is one', () => {
    const next = nextVersion(brewed, z.strictObject({ leaf: z.string() }), () => ({ leaf: '?' }), {
      leaf: 'a',
    });
    const catalogue = eventCatalogue([next]);
    expect(goldenFaults(catalogue, onlyFirst)).toEqual([
      'TeaBrewed version 2 has no golden: run test/add-goldens.ts',
    ]);
    const second = goldenOf(catalogue, next.example);
    expect(goldenFaults(catalogue, (_, version) => (version === 1 ? golden : second))).toEqual([]);
  });
});
