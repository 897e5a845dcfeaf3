// Writes the golden of each schema version that has none yet, and never touches one that is there:
// node --conditions=source packages/contracts/test/add-goldens.ts
import { existsSync, writeFileSync } from 'node:fs';
import {
  eventCatalogue,
  orderEvents,
  paymentEvents,
  type OrderEvent,
  type PaymentEvent,
} from '../src/index.ts';
import { goldenDirectory, goldenFileName, goldenOf } from './golden.ts';

const released = eventCatalogue<OrderEvent | PaymentEvent>([
  ...orderEvents.values(),
  ...paymentEvents.values(),
]);

for (const { example } of released.values()) {
  const golden = goldenOf(released, example);
  const file = new URL(goldenFileName(golden.type, golden.schemaVersion), goldenDirectory);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`);
}
