import { accept, refuse, type Decider } from '../src/index.ts';

export type LampEvent =
  | { readonly type: 'LampLit'; readonly data: { readonly by: string } }
  | { readonly type: 'LampBroken'; readonly data: { readonly by: string } };

export type LampState = 'off' | 'lit' | 'broken';

export type LampCommand = { readonly type: 'light' | 'smash'; readonly by: string };

/** The smallest aggregate that has a command without effect, a refusal and a command with two events. */
export const lampDecider: Decider<LampState, LampCommand, LampEvent, 'LAMP_BROKEN'> = {
  initialState: 'off',
  evolve: (state, { type }) => (type === 'LampBroken' || state === 'broken' ? 'broken' : 'lit'),
  decide({ type, by }, state) {
    if (state === 'broken') return refuse('LAMP_BROKEN');
    const lit: LampEvent = { type: 'LampLit', data: { by } };
    if (type === 'light') return state === 'lit' ? accept() : accept(lit);
    return accept(lit, { type: 'LampBroken', data: { by } });
  },
};
