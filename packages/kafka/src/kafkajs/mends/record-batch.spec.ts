import { deepStrictEqual } from 'node:assert/strict';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { loadInternals, requireKafkajs } from '../internals.ts';
import type {
  FetchResponse,
  HeaderValue,
  MessageHeaders,
  ProduceInput,
  ProducedMessage,
} from '../internals.ts';
import { mendCompressionCodecs } from './compression-codecs.ts';
import { mendRecordBatch } from './record-batch.ts';

// Stock and mended side by side: what is wrapped before the mend stays what it was.
const internals = loadInternals(requireKafkajs);
mendCompressionCodecs(internals);
const versions = { produce: 7, fetch: 11 };
const stock = {
  produce: internals.requests.Produce.protocol({ version: versions.produce }),
  fetch: internals.requests.Fetch.protocol({ version: versions.fetch }),
};
mendRecordBatch(internals);
const mended = {
  produce: internals.requests.Produce.protocol({ version: versions.produce }),
  fetch: internals.requests.Fetch.protocol({ version: versions.fetch }),
};

const now = 1_800_000_000_000;
const encode = async (of: typeof stock, input: ProduceInput): Promise<Buffer> => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
  try {
    const { buffer } = await of.produce(input).request.encode();
    return buffer;
  } finally {
    jest.restoreAllMocks();
  }
};
const decode = (of: typeof stock, raw: Buffer): Promise<FetchResponse> =>
  of.fetch({ topics: [] }).response.decode(raw);

// jest compares buffers byte by byte, and slowly: node's own assertion takes the place of `toEqual` in the properties.
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each)),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.constantFrom('', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(8_192)),
);
const header: fc.Arbitrary<HeaderValue | readonly HeaderValue[]> = fc.oneof(
  bytes,
  fc.array(bytes, { maxLength: 3 }),
);
/** The stock decoder mixes up a header with a property of that name that every object has, which a test of its own shows. */
const headerName = fc.string().filter((name) => !(name in Object.prototype));
const message = (timestamp: fc.Arbitrary<string | undefined>): fc.Arbitrary<ProducedMessage> =>
  fc.record({
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.option(fc.dictionary(headerName, header, { maxKeys: 4, noNullPrototype: true }), {
      nil: undefined,
    }),
    timestamp,
  });
/** The stock encoder sorts timestamps as text and leaves out those that are missing: all have one of a length, or none has. */
const messages = fc.oneof(
  fc.array(message(fc.constant(undefined)), { maxLength: 8 }),
  fc.array(message(fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }).map(String)), {
    maxLength: 8,
  }),
);
const produceInput = fc.record({
  acks: fc.constantFrom(-1, 0, 1),
  timeout: fc.nat(),
  transactionalId: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  producerId: fc.option(fc.maxSafeNat().map(String), { nil: undefined }),
  producerEpoch: fc.nat({ max: 32_767 }),
  compression: fc.integer({ min: 0, max: 4 }),
  topicData: fc.array(
    fc.record({
      topic: fc.string({ minLength: 1 }),
      partitions: fc.array(
        fc.record({
          partition: fc.nat(),
          firstSequence: fc.nat(),
          messages: messages.filter(({ length }) => length > 0),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 2 },
  ),
});

const sent = (of: readonly ProducedMessage[], input: Partial<ProduceInput> = {}): ProduceInput => ({
  acks: -1,
  timeout: 1,
  ...input,
  topicData: [{ topic: 't', partitions: [{ partition: 0, firstSequence: 0, messages: of }] }],
});

/** The batch in what `sent` is encoded to. */
const batchOf = (request: Buffer, transactionalId = ''): Buffer =>
  request.subarray(2 + transactionalId.length + 2 + 4 + 4 + 3 + 4 + 4 + 4);

const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};
const int64 = (value: bigint): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(value);
  return buffer;
};
const fetched = (records: Buffer, aborted: readonly bigint[] | null = null): Buffer => {
  const response = [int32(0), int16(0), int32(0), int32(1), int16(1), Buffer.from('t'), int32(1)];
  const partition = [int32(0), int16(0), int64(99n), int64(98n), int64(1n)];
  const transactions = (aborted ?? []).flatMap((id) => [int64(id), int64(3n)]);
  partition.push(int32(aborted?.length ?? -1), ...transactions, int32(-1), int32(records.length), records);
  return Buffer.concat([...response, ...partition]);
};

/** As a broker stores it: at an offset, by the log's or the producer's clock, of data or control records. */
const stored = (batch: Buffer, offset: bigint, attributes: number): Buffer => {
  const copy = Buffer.from(batch);
  copy.writeBigInt64BE(offset);
  copy.writeInt16BE(copy.readInt16BE(21) | attributes, 21);
  return copy;
};
const storedBatch = fc.record({
  messages: messages.filter(({ length }) => length > 0),
  compression: fc.integer({ min: 0, max: 4 }),
  transactionalId: fc.constantFrom(undefined, 'id'),
  offset: fc.oneof(fc.maxSafeNat(), fc.nat()).map(BigInt),
  attributes: fc.constantFrom(0, 0x8, 0x20, 0x28),
});

describe('the encoder of record batches', () => {
  it('writes the bytes of the stock encoder', async () => {
    await fc.assert(
      fc.asyncProperty(produceInput, async (input) => {
        deepStrictEqual(await encode(mended, input), await encode(stock, input));
      }),
    );
  });

  it('sends a null header as null and leaves an undefined one out; the stock encoder throws on both', async () => {
    const given = (headers: MessageHeaders) => sent([{ key: 'k', value: 'v', headers, timestamp: '0' }]);
    await expect(encode(stock, given({ a: null }))).rejects.toMatchObject({ name: 'TypeError' });
    await expect(encode(stock, given({ a: undefined }))).rejects.toMatchObject({ name: 'TypeError' });
    const name = String.fromCodePoint(2);
    const text = (await encode(mended, given({ a: null, b: '' }))).toString('latin1');
    expect(text).toContain(`${name}a${String.fromCodePoint(1)}${name}b${String.fromCodePoint(0)}`);
    expect(await encode(mended, given({ a: undefined }))).toEqual(await encode(mended, given({})));
  });

  it('takes the first and the last time of all messages, of which the stock encoder sorts the texts', async () => {
    const given = sent([{ value: null, timestamp: '10' }, { value: null, timestamp: '9' }, { value: null }]);
    const batch = batchOf(await encode(mended, given));
    expect([batch.readBigInt64BE(27), batch.readBigInt64BE(35)]).toEqual([9n, BigInt(now)]);
    const read = await decode(stock, fetched(batch));
    expect(read.responses[0]?.partitions[0]?.messages.map(({ timestamp }) => timestamp)).toEqual([
      '10',
      '9',
      String(now),
    ]);
  });
});

describe('the decoder of record batches', () => {
  it('reads the records of the stock decoder, over several batches, of which the fetch has cut off the last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(storedBatch, { maxLength: 4 }), fc.nat(), async (batches, cut) => {
        const log = await Promise.all(
          batches.map(async ({ offset, attributes, ...each }) => {
            const request = await encode(stock, sent(each.messages, each));
            return stored(batchOf(request, each.transactionalId), offset, attributes);
          }),
        );
        const all = Buffer.concat(log);
        const last = log.at(-1)?.length ?? 0;
        const raw = fetched(all.subarray(0, all.length - (log.length > 1 ? cut % (last + 1) : 0)), [7n]);
        deepStrictEqual(await decode(mended, raw), await decode(stock, raw));
      }),
      { numRuns: 50 },
    );
  });

  it('reads times and offsets of the whole range exactly', async () => {
    const batch = batchOf(
      await encode(
        stock,
        sent([
          { value: 'a', timestamp: '0' },
          { value: 'b', timestamp: '9007199254740990' },
        ]),
      ),
    );
    batch.writeBigInt64BE(9_007_199_254_740_990n, 0);
    batch.writeBigInt64BE(9_007_199_254_740_991n, 27);
    const raw = fetched(batch);
    expect(await decode(mended, raw)).toEqual(await decode(stock, raw));
  });

  it('reads a header named as a property of every object, which the stock decoder mixes up with it', async () => {
    const headers = { constructor: 'c', ['__proto__']: 'p' };
    const raw = fetched(batchOf(await encode(mended, sent([{ value: 'v', headers }]))));
    const namesOf = async (of: typeof stock): Promise<unknown> => {
      const { responses } = await decode(of, raw);
      return Object.entries(responses[0]?.partitions[0]?.messages[0]?.headers ?? {});
    };
    const expected = Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]);
    expect(await namesOf(stock)).not.toEqual(expected);
    expect(await namesOf(mended)).toEqual(expected);
  });

  it('hands out views of the response', async () => {
    const raw = fetched(batchOf(await encode(mended, sent([{ value: 'value' }]))));
    const { responses } = await decode(mended, raw);
    expect(responses[0]?.partitions[0]?.messages[0]?.value?.buffer).toBe(raw.buffer);
  });

  it('reads more records of one batch than a call takes arguments', async () => {
    const many = Array.from({ length: 200_000 }, () => ({ value: null }));
    const raw = fetched(batchOf(await encode(mended, sent(many))));
    await expect(decode(stock, raw)).rejects.toBeInstanceOf(RangeError);
    const { responses } = await decode(mended, raw);
    expect(responses[0]?.partitions[0]?.messages).toHaveLength(many.length);
  });
});
