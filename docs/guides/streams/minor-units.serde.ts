import { type Serde, stringSerde } from '@orderflow/streams';

const decimal = /^-?(0|[1-9]\d*)$/;

/**
 * A sum of money in minor units, exact without a bound, as decimal text: a JSON number stops being exact at 2^53.
 * @throws TypeError where the text is no integer
 */
export const minorUnitsSerde: Serde<bigint> = {
  serialize: (amount) => stringSerde.serialize(String(amount)),
  deserialize: (bytes) => {
    const text = stringSerde.deserialize(bytes);
    if (!decimal.test(text)) throw new TypeError(`${JSON.stringify(text)} is no amount in minor units`);
    return BigInt(text);
  },
};
