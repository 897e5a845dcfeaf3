import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.ts';
import { probe, probes, textsOf, type ProbeEvent } from './probe-event.ts';

/** The store's limit during the suite: small, so that the suite's events stay so. */
export const maxEventBytes = 4096;

/** An append that fails leaves nothing behind. */
export function atomicityFeatures(store: () => EventStore<ProbeEvent>): void {
  describe('all or nothing', () => {
    // {"text":""} is eleven bytes; a syllable of Hangul is three.
    const fitting = `${'가'.repeat(Math.floor((maxEventBytes - 11) / 3))}${'a'.repeat((maxEventBytes - 11) % 3)}`;

    it('takes an event of exactly the limit, counted in UTF-8', async () => {
      const streamId = randomUUID();
      await store().append(streamId, 'no_stream', probes(fitting));
      expect(await textsOf(store(), streamId)).toEqual([fitting]);
    });

    it('refuses a batch whose last event is one byte over the limit', async () => {
      const streamId = randomUUID();
      await store().append(streamId, 'no_stream', probes('first'));
      await expect(
        store().append(streamId, 1, probes('second', 'third', `${fitting}a`)),
      ).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE', bytes: maxEventBytes + 1, limit: maxEventBytes });
      expect(await textsOf(store(), streamId)).toEqual(['first']);
      await store().append(streamId, 1, probes('after'));
      expect(await textsOf(store(), streamId)).toEqual(['first', 'after']);
    });

    it('refuses a batch that repeats an event id of another stream', async () => {
      const [streamId, other] = [randomUUID(), randomUUID()];
      const known = probe('known');
      await store().append(other, 'no_stream', [known]);
      await expect(store().append(streamId, 'any', [probe('fresh'), known])).rejects.toMatchObject({
        code: 'DUPLICATE_EVENT_ID',
        eventId: known.metadata.eventId,
      });
      expect(await textsOf(store(), streamId)).toEqual([]);
    });

    it('refuses a batch that holds one event id twice', async () => {
      const streamId = randomUUID();
      const twin = probe('twin');
      await expect(store().append(streamId, 'any', [twin, twin])).rejects.toMatchObject({
        code: 'DUPLICATE_EVENT_ID',
      });
      expect(await textsOf(store(), streamId)).toEqual([]);
    });
  });
}
