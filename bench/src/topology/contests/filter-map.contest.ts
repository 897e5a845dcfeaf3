import { numberSerde, StreamsBuilder, stringSerde, topic } from '@orderflow/streams';
import { driven, type Contest, type Contestant } from '../contest.ts';
import { bytesOf, numberOf, textOf } from '../encoding.ts';
import { rawTopic, type RawOutput } from '../raw-topic.ts';

const payments = topic({ name: 'payments', key: stringSerde, value: numberSerde });
const fees = topic({ name: 'fees', key: stringSerde, value: numberSerde });

const isLarge = (amount: number): boolean => amount >= 100;
const feeOf = (amount: number): number => Math.round(amount / 25);
const isRound = (fee: number): boolean => fee % 10 === 0;
const orderOf = (payment: string): string => payment.slice('payment-'.length);

/** Two filters, a map of the value and one of the key: nothing is kept, so that all that is seen is what an operator costs. */
export const filterMapContest: Contest = {
  name: 'filter-map-chain',
  inputs: () => {
    const into = rawTopic(payments);
    return Array.from({ length: 100_000 }, (_, index) => ({
      topic: into,
      key: bytesOf(`payment-order-${index}`),
      value: bytesOf(String((index * 7_919) % 20_000)),
      timestamp: index,
    }));
  },
  ours: () => {
    const builder = new StreamsBuilder();
    builder
      .stream(payments)
      .filter(isLarge)
      .mapValues(feeOf)
      .filterNot(isRound)
      .map((fee, payment) => [orderOf(payment), fee])
      .to(fees);
    return driven(builder.build(), fees);
  },
  peer: () => loop,
};

const loop: Contestant = (batch) => {
  const outputs: RawOutput[] = [];
  for (const { key, value, timestamp } of batch) {
    const payment = textOf(key);
    const amount = numberOf(value);
    if (!isLarge(amount)) continue;
    const fee = feeOf(amount);
    if (isRound(fee)) continue;
    outputs.push({ key: bytesOf(orderOf(payment)), value: bytesOf(String(fee)), timestamp });
  }
  return outputs;
};
