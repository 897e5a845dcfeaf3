import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore, ExpectedVersion } from '../event-store.ts';
import { probes, texts, textsOf, type ProbeEvent } from './probe-event.ts';

const racers = 16;

/** What holds when many append at once. */
export function raceFeatures(store: () => EventStore<ProbeEvent>): void {
  describe('races', () => {
    const race = (streamId: string, expected: ExpectedVersion, size = 1) =>
      Promise.allSettled(
        Array.from({ length: racers }, (_, racer) =>
          store().append(
            streamId,
            expected,
            probes(...Array.from({ length: size }, (_, index) => `${racer}.${index}`)),
          ),
        ),
      );

    it.each(['no_stream', 0] as const)('%s lets exactly one of many create the stream', async (expected) => {
      const streamId = randomUUID();
      const results = await race(streamId, expected);
      expectOneWinner(results, { expected, actual: 1 });
      expect(await textsOf(store(), streamId)).toHaveLength(1);
    });

    it('an exact version lets exactly one of many continue the stream', async () => {
      const streamId = randomUUID();
      await store().append(streamId, 'no_stream', probes('first', 'second'));
      const results = await race(streamId, 2);
      expectOneWinner(results, { expected: 2, actual: 3 });
      expect(await textsOf(store(), streamId)).toHaveLength(3);
    });

    it.each(['any', 'stream_exists'] as const)(
      '%s lets all of many append, each batch whole, versions without a gap',
      async (expected) => {
        const streamId = randomUUID();
        await store().append(streamId, 'any', probes('first'));
        const results = await race(streamId, expected, 2);

        expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
        const recorded = await store().read(streamId);
        expect(recorded.map(({ version }) => version)).toEqual(upTo(1 + 2 * racers));
        const pairs = texts(recorded.slice(1)).map((text) => text.split('.'));
        for (let index = 0; index < pairs.length; index += 2) {
          expect(pairs[index + 1]).toEqual([pairs[index]?.[0], '1']);
        }
      },
    );

    it('of appends to different streams disturb none', async () => {
      const streams = Array.from({ length: racers }, () => randomUUID());
      await Promise.all(streams.map((id) => store().append(id, 'no_stream', probes(id, `${id} again`))));
      expect(await Promise.all(streams.map((id) => textsOf(store(), id)))).toEqual(
        streams.map((id) => [id, `${id} again`]),
      );
    });
  });
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

function expectOneWinner(
  results: readonly PromiseSettledResult<unknown>[],
  mismatch: { readonly expected: ExpectedVersion; readonly actual: number },
): void {
  const losses = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  const loss: unknown = expect.objectContaining({ code: 'EXPECTED_VERSION_MISMATCH', ...mismatch });
  expect(losses).toEqual(Array.from({ length: racers - 1 }, () => loss));
}
