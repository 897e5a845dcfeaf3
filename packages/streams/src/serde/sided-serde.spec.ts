import { describe, expect, it } from '@jest/globals';
import { bytesSerde, numberSerde, stringSerde } from './serde.ts';
import { sidedSerde } from './sided-serde.ts';

const serde = sidedSerde(stringSerde, numberSerde);

describe('a value of one side of a join', () => {
  it.each([
    [{ side: 'left', value: 'ab' }, [0, 0x61, 0x62]],
    [{ side: 'left', value: '' }, [0]],
    [{ side: 'right', value: 12 }, [1, 0x31, 0x32]],
  ] as const)('%j is a byte for the side, then the bytes of the value', (sided, bytes) => {
    expect(serde.serialize(sided)).toEqual(Uint8Array.from(bytes));
    expect(serde.deserialize(Uint8Array.from(bytes))).toEqual(sided);
  });

  it('is read by the serde of its side', () => {
    const ofBytes = sidedSerde(bytesSerde, stringSerde);
    expect(ofBytes.deserialize(Uint8Array.of(0, 0xff))).toEqual({ side: 'left', value: Uint8Array.of(0xff) });
    expect(() => ofBytes.deserialize(Uint8Array.of(1, 0xff))).toThrow('utf-8');
  });

  it.each([[null], [Uint8Array.of()], [Uint8Array.of(2, 0x61)]])('is not %p', (bytes) => {
    expect(() => serde.deserialize(bytes)).toThrow('not a value of a side of a join');
  });
});
