import type { Internals } from '../internals.ts';
import { decodeFetch, legacy } from './record-batch-fetch.ts';
import { encodeProduce } from './record-batch-produce.ts';

/** The first version of Produce with record batches, and the version of Fetch that every broker from 2.3 on is asked by. */
const versions = { produce: 3, fetch: 11 };

/**
 * Record batches are encoded and decoded in one pass over one buffer: the stock package makes some forty objects for each
 * record, and copies each five times, which is most of what a transport costs. The bytes are the same.
 */
export const mendRecordBatch = (internals: Internals): void => {
  const { requests, compression } = internals;
  const produce = requests.Produce.protocol;
  requests.Produce.protocol = (options) => {
    const stock = produce(options);
    if (options.version < versions.produce) return stock;
    return (input) => {
      const call = stock(input);
      const encode = async () => {
        const buffer = await encodeProduce(input, internals, Date.now());
        return { buf: buffer, buffer };
      };
      return { ...call, request: { ...call.request, encode } };
    };
  };

  const fetch = requests.Fetch.protocol;
  requests.Fetch.protocol = (options) => {
    const stock = fetch(options);
    if (options.version !== versions.fetch) return stock;
    return (input) => {
      const call = stock(input);
      const decode = async (raw: Buffer) => {
        const decoded = await decodeFetch(raw, compression.lookupCodecByAttributes);
        return decoded === legacy ? call.response.decode(raw) : decoded;
      };
      return { ...call, response: { ...call.response, decode } };
    };
  };
};
