import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore, ExpectedVersion } from '../event-store.ts';
import { probes, textsOf, type ProbeEvent } from './probe-event.ts';

/** What an append may demand of a stream. */
export function expectationFeatures(store: () => EventStore<ProbeEvent>): void {
  describe('expectations', () => {
    const history = (length: number) => ['first', 'second'].slice(0, length);
    const streamOf = async (length: number): Promise<string> => {
      const streamId = randomUUID();
      await store().append(streamId, 'any', probes(...history(length)));
      return streamId;
    };

    const met: readonly [expected: ExpectedVersion, length: number][] = [
      ['any', 0],
      ['any', 2],
      ['no_stream', 0],
      ['stream_exists', 2],
      [0, 0],
      [2, 2],
    ];
    it.each(met)('%s is met by a stream of %i events', async (expected, length) => {
      const streamId = await streamOf(length);
      expect(await store().append(streamId, expected, probes('next'))).toMatchObject({ version: length + 1 });
      expect(await textsOf(store(), streamId)).toEqual([...history(length), 'next']);
    });

    const unmet: readonly [expected: ExpectedVersion, length: number][] = [
      ['no_stream', 2],
      ['stream_exists', 0],
      [0, 2],
      [1, 0],
      [1, 2],
      [3, 2],
    ];
    it.each(unmet)('%s is not met by a stream of %i events', async (expected, length) => {
      const streamId = await streamOf(length);
      await expect(store().append(streamId, expected, probes('next'))).rejects.toMatchObject({
        code: 'EXPECTED_VERSION_MISMATCH',
        streamId,
        expected,
        actual: length,
      });
      expect(await textsOf(store(), streamId)).toEqual(history(length));
    });

    it('are checked by an append of no events, which writes nothing', async () => {
      const streamId = randomUUID();
      expect(await store().append(streamId, 'no_stream', [])).toMatchObject({ version: 0 });
      await expect(store().append(streamId, 'stream_exists', [])).rejects.toMatchObject({ actual: 0 });
      await store().append(streamId, 'no_stream', probes('one'));
      expect(await store().append(streamId, 1, [])).toMatchObject({ version: 1 });
      expect(await textsOf(store(), streamId)).toEqual(['one']);
    });
  });
}
