import { beforeEach, describe, expect, it } from '@jest/globals';
import { lampDecider, type LampCommand, type LampEvent } from '../test/lamp.decider.ts';
import { lampCodec } from '../test/lamp.codec.ts';
import type { EventMetadata, EventStore, ExpectedVersion } from './event-store.ts';
import { handleCommand } from './handle-command.ts';
import { inMemoryEventStore } from './in-memory.event-store.ts';

const light: LampCommand = { type: 'light', by: 'ann' };
const smash: LampCommand = { type: 'smash', by: 'ann' };

let ids = 0;
const metadata = (): EventMetadata => ({
  eventId: `event-${(ids += 1)}`,
  correlationId: 'correlation',
  causationId: '',
  traceparent: '',
  actor: 'ann',
  occurredAt: '2026-01-02T03:04:05.678Z',
});

describe('handleCommand', () => {
  let store: EventStore<LampEvent>;
  beforeEach(() => {
    store = inMemoryEventStore({ codec: lampCodec });
  });

  const handle = (command: LampCommand, options: { expected?: ExpectedVersion; attempts?: number } = {}) =>
    handleCommand({ store, decider: lampDecider, streamId: 'lamp', command, metadata, ...options });

  const versions = async () => (await store.read('lamp')).map(({ version }) => version);

  it('appends what follows and returns the state after it', async () => {
    const result = await handle(smash);
    expect(result).toMatchObject({
      outcome: 'accepted',
      state: 'broken',
      version: 2,
      events: [
        { version: 1, streamId: 'lamp', event: { type: 'LampLit' }, metadata: { actor: 'ann' } },
        { version: 2, streamId: 'lamp', event: { type: 'LampBroken' } },
      ],
    });
    expect(await versions()).toEqual([1, 2]);
  });

  it('gives each event its own metadata', async () => {
    const seen: [string, number][] = [];
    await handleCommand({
      store,
      decider: lampDecider,
      streamId: 'lamp',
      command: smash,
      metadata: (event, index) => {
        seen.push([event.type, index]);
        return metadata();
      },
    });
    expect(seen).toEqual([
      ['LampLit', 0],
      ['LampBroken', 1],
    ]);
  });

  it('writes nothing where the command had taken effect', async () => {
    await handle(light);
    expect(await handle(light)).toEqual({ outcome: 'accepted', events: [], state: 'lit', version: 1 });
    expect(await versions()).toEqual([1]);
  });

  it('writes nothing where the command is refused, and says on what state', async () => {
    await handle(smash);
    expect(await handle(light)).toEqual({
      outcome: 'refused',
      refusal: 'LAMP_BROKEN',
      state: 'broken',
      version: 2,
    });
    expect(await versions()).toEqual([1, 2]);
  });

  it.each(['stream_exists', 1, 5] as const)(
    'demands %s of the stream before it decides',
    async (expected) => {
      await expect(handle(light, { expected })).rejects.toMatchObject({
        code: 'EXPECTED_VERSION_MISMATCH',
        expected,
        actual: 0,
      });
    },
  );

  describe('when another writer comes between read and append', () => {
    const interrupted = (times: number): { store: EventStore<LampEvent>; reads: () => number } => {
      const inner = store;
      let reads = 0;
      return {
        reads: () => reads,
        store: {
          append: (...args) => inner.append(...args),
          async read(streamId, options) {
            const events = await inner.read(streamId, options);
            reads += 1;
            if (reads <= times) {
              const event: LampEvent = { type: 'LampLit', data: { by: 'bob' } };
              await inner.append(streamId, 'any', [{ event, metadata: metadata() }]);
            }
            return events;
          },
        },
      };
    };

    it('decides again on the newer state', async () => {
      const { store: racing, reads } = interrupted(1);
      store = racing;
      expect(await handle(light)).toEqual({ outcome: 'accepted', events: [], state: 'lit', version: 1 });
      expect(reads()).toBe(2);
    });

    it('gives up after the attempts it is allowed, three by default', async () => {
      const { store: racing, reads } = interrupted(10);
      store = racing;
      await expect(handle(smash)).rejects.toMatchObject({ code: 'EXPECTED_VERSION_MISMATCH', actual: 3 });
      expect(reads()).toBe(3);
      await expect(handle(smash, { attempts: 1 })).rejects.toMatchObject({ actual: 4 });
      expect(reads()).toBe(4);
    });

    it('does not retry what the caller demanded', async () => {
      const { store: racing, reads } = interrupted(1);
      store = racing;
      await expect(handle(smash, { expected: 'no_stream' })).rejects.toMatchObject({
        expected: 0,
        actual: 1,
      });
      expect(reads()).toBe(1);
    });
  });
});
