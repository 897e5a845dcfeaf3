import type { EventCodec } from '../src/index.ts';
import type { LampEvent } from './lamp.decider.ts';

export const lampCodec: EventCodec<LampEvent> = {
  encode: ({ type, data }) => ({ type, schemaVersion: 1, payload: data.by }),
  decode({ type, payload }) {
    if (type !== 'LampLit' && type !== 'LampBroken') throw new TypeError(`a lamp has no ${type}`);
    return { type, data: { by: payload } };
  },
};
