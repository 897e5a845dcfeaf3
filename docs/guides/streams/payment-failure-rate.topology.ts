import {
  hopping,
  jsonSerde,
  numberSerde,
  StreamsBuilder,
  stringSerde,
  timeWindowedSerde,
  topic,
  type Topology,
} from '@orderflow/streams';
import { membersOf, wholeNumber } from './json-members.ts';
import { paymentAttempts } from './order-topics.ts';

const minuteMs = 60_000;
const windows = hopping({ sizeMs: 5 * minuteMs, advanceMs: minuteMs, graceMs: 30_000 });

interface Outcomes {
  readonly attempts: number;
  readonly declined: number;
}

const outcomes = jsonSerde<Outcomes>((json) => {
  const members = membersOf(json);
  return { attempts: wholeNumber(members, 'attempts'), declined: wholeNumber(members, 'declined') };
});

/** By method and five minutes, a window begins each minute: which part of the attempts was declined, 0 to 1, as it stands. */
export const paymentFailureRateResults = topic({
  name: 'payments.failure-rate',
  key: timeWindowedSerde(stringSerde, windows.sizeMs),
  value: numberSerde,
});

export const paymentFailureRate = (): Topology => {
  const builder = new StreamsBuilder();
  builder
    .stream(paymentAttempts)
    .groupBy(({ method }) => method, { key: stringSerde })
    .windowedBy(windows)
    .aggregate(
      'payment-outcomes',
      {
        initial: () => ({ attempts: 0, declined: 0 }),
        add: ({ attempts, declined }, { outcome }) => ({
          attempts: attempts + 1,
          declined: declined + (outcome === 'declined' ? 1 : 0),
        }),
      },
      { value: outcomes },
    )
    // A rate can't be added to, so the counts are kept and the rate is made of them.
    .mapValues(({ attempts, declined }) => declined / attempts)
    .toStream()
    .to(paymentFailureRateResults);
  return builder.build();
};
