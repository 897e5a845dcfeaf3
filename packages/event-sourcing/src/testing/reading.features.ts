import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../event-store.ts';
import { probe, probes, probeSchemaVersion, texts, textsOf, type ProbeEvent } from './probe-event.ts';

/** A reader gets what was written, in order, and nothing else. */
export function readingFeatures(store: () => EventStore<ProbeEvent>): void {
  describe('reading', () => {
    it('finds nothing in a stream that does not exist', async () => {
      expect(await store().read(randomUUID())).toEqual([]);
    });

    it.each([
      [{}, [1, 2, 3, 4, 5]],
      [{ fromVersion: 1 }, [1, 2, 3, 4, 5]],
      [{ fromVersion: 3 }, [3, 4, 5]],
      [{ fromVersion: 6 }, []],
      [{ maxCount: 2 }, [1, 2]],
      [{ maxCount: 0 }, []],
      [{ fromVersion: 4, maxCount: 1 }, [4]],
      [{ fromVersion: 4, maxCount: 10 }, [4, 5]],
    ])('%j of five events gives versions %j', async (options, versions) => {
      const streamId = randomUUID();
      await store().append(streamId, 'no_stream', probes('1', '2', '3', '4', '5'));
      const recorded = await store().read(streamId, options);
      expect(recorded.map(({ version }) => version)).toEqual(versions);
      expect(texts(recorded)).toEqual(versions.map(String));
    });

    it('gives back what was written, with its place', async () => {
      const streamId = randomUUID();
      const full = probe('full', {
        causationId: randomUUID(),
        causationVersion: 7,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        actor: '손님 🍵',
      });
      const bare = probe('bare', { correlationId: '', actor: '' });
      const appended = await store().append(streamId, 'no_stream', [full, bare]);

      const recorded = await store().read(streamId);
      expect(recorded).toEqual(
        [full, bare].map((written, index) => ({
          ...written,
          streamId,
          version: index + 1,
          position: expect.any(BigInt),
          schemaVersion: probeSchemaVersion,
        })),
      );
      expect(recorded[1]?.metadata).not.toHaveProperty('causationVersion');
      expect([undefined, recorded[1]?.position]).toContain(appended.position);
    });

    it('sees positions rise with versions, over several appends', async () => {
      const streamId = randomUUID();
      for (const text of ['1', '2', '3']) await store().append(streamId, 'any', probes(text, `${text}b`));
      const positions = (await store().read(streamId)).map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => (a < b ? -1 : 1)));
      expect(positions).toHaveLength(6);
    });

    it.each([
      ['emoji', '🍵👩‍👩‍👧‍👦'],
      ['Hangul, composed and decomposed', `각${'각'.normalize('NFD')}`],
      ['quotes, backslashes and line ends', '"\\\r\n\u2028\t'],
      ['what looks like SQL', `'); DROP TABLE events; -- $1 %s`],
      ['an empty text', ''],
    ])('keeps %s as it was', async (_, text) => {
      const streamId = randomUUID();
      await store().append(streamId, 'no_stream', probes(text));
      expect(await textsOf(store(), streamId)).toEqual([text]);
    });

    it('shares no object with the writer or another reader', async () => {
      const streamId = randomUUID();
      const written = probe('kept');
      await store().append(streamId, 'no_stream', [written]);
      const [first] = await store().read(streamId);
      const [second] = await store().read(streamId);
      expect(first?.event).not.toBe(written.event);
      expect(second?.event).not.toBe(first?.event);
      expect(second?.metadata).not.toBe(first?.metadata);
    });
  });
}
