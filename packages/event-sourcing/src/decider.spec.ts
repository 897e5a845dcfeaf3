import { describe, expect, it } from '@jest/globals';
import { lampDecider, type LampEvent } from '../test/lamp.decider.ts';
import { accept, fold, refuse } from './decider.ts';
import { given } from './testing/index.ts';

const lit: LampEvent = { type: 'LampLit', data: { by: 'ann' } };
const broken: LampEvent = { type: 'LampBroken', data: { by: 'ann' } };

describe('fold', () => {
  it('of no events is the initial state', () => {
    expect(fold(lampDecider, [])).toBe('off');
  });

  it('applies events in their order', () => {
    expect(fold(lampDecider, [lit])).toBe('lit');
    expect(fold(lampDecider, [lit, broken])).toBe('broken');
  });

  it('continues from a state that was folded before', () => {
    expect(fold(lampDecider, [lit], 'broken')).toBe('broken');
  });
});

describe('a decision', () => {
  it('accepts with events or without', () => {
    expect(accept(lit, broken)).toEqual({ outcome: 'accepted', events: [lit, broken] });
    expect(accept()).toEqual({ outcome: 'accepted', events: [] });
  });

  it('refuses with a reason', () => {
    expect(refuse('why')).toEqual({ outcome: 'refused', refusal: 'why' });
  });
});

describe('given, when, then', () => {
  const light = { type: 'light', by: 'ann' } as const;

  it('holds for the outcome there is', () => {
    given(lampDecider).when(light).thenAccepted(lit);
    given(lampDecider, lit).when(light).thenAccepted();
    given(lampDecider, broken).when(light).thenRefused('LAMP_BROKEN');
  });

  it.each([
    ['other events', () => given(lampDecider).when(light).thenAccepted(broken)],
    ['no events where there are some', () => given(lampDecider).when(light).thenAccepted()],
    ['a refusal of what is accepted', () => given(lampDecider).when(light).thenRefused('LAMP_BROKEN')],
    ['events where there is a refusal', () => given(lampDecider, broken).when(light).thenAccepted()],
  ])('fails for %s', (_, claim) => {
    expect(claim).toThrow('toEqual');
  });
});
