import { numberSerde, StreamsBuilder, stringSerde, topic } from '@orderflow/streams';
import { driven, type Contest, type Contestant } from '../contest.ts';
import { bytesOf, numberOf, textOf } from '../encoding.ts';
import { rawTopic, type RawOutput } from '../raw-topic.ts';

const keys = 5_000;

const payments = topic({ name: 'payments', key: stringSerde, value: numberSerde });
const customers = topic({ name: 'customers', key: stringSerde, value: stringSerde });
const named = topic({ name: 'named-payments', key: stringSerde, value: stringSerde });

const withName = (amount: number, name: string): string => `${name} paid ${amount}`;

/** A stream with a table of 5,000 keys, of which every tenth record changes one; a few payments find no customer. */
export const tableJoinContest: Contest = {
  name: 'stream-table-join',
  inputs: () => {
    const [ofCustomers, ofPayments] = [rawTopic(customers), rawTopic(payments)];
    return Array.from({ length: 100_000 }, (_, index) => {
      const isCustomer = index < keys || index % 10 === 0;
      const key = bytesOf(`customer-${isCustomer ? index % keys : (index * 7_919) % (keys + 50)}`);
      return isCustomer
        ? { topic: ofCustomers, key, value: bytesOf(`Customer No. ${index}`), timestamp: index }
        : { topic: ofPayments, key, value: bytesOf(String(index % 20_000)), timestamp: index };
    });
  },
  ours: () => {
    const builder = new StreamsBuilder();
    const table = builder.table(customers, 'customers-by-id');
    builder.stream(payments).join(table, withName).to(named);
    return driven(builder.build(), named);
  },
  peer: joiningLoop,
};

function joiningLoop(): Contestant {
  const names = new Map<string, string>();
  return (batch) => {
    const outputs: RawOutput[] = [];
    for (const { topic: from, key, value, timestamp } of batch) {
      const customer = textOf(key);
      if (from.name === customers.name) {
        names.set(customer, textOf(value));
        continue;
      }
      const amount = numberOf(value);
      const name = names.get(customer);
      if (name === undefined) continue;
      outputs.push({ key: bytesOf(customer), value: bytesOf(withName(amount, name)), timestamp });
    }
    return outputs;
  };
}
