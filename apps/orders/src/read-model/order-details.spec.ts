import { describe, expect, it } from '@jest/globals';
import { orderEvents, type OrderEvent } from '@orderflow/contracts';
import fc from 'fast-check';
import { evolveOrder, noOrder, type OrderState } from '../domain/order/order.state.ts';
import { foldOrderDetails, orderDetailsChanges } from './order-details.ts';

const examples = [...orderEvents.values()].map(({ example }) => example);
const refunds = examples.flatMap((event) =>
  event.type === 'OrderRefunded'
    ? [1, 12_500, 25_000, Number.MAX_SAFE_INTEGER].map((amount): OrderEvent => ({
        ...event,
        data: { ...event.data, amount },
      }))
    : [],
);
/** Any events in any order, refunds among them more often than not. */
const sequences = fc.array(fc.oneof(fc.constantFrom(...examples), fc.constantFrom(...refunds)), {
  maxLength: 30,
});
/** Lives of an order: its events in a sensible order, with anything in between. */
const lives = fc
  .tuple(fc.nat({ max: 8 }), sequences)
  .map(([length, rest]) => [
    ...examples.filter(({ type }) => lifeTypes.slice(0, length).includes(type)),
    ...rest,
  ]);
const lifeTypes: readonly OrderEvent['type'][] = ['OrderPlaced', 'OrderConfirmed', 'OrderShipped'];

const numbered = (events: readonly OrderEvent[]) =>
  events.map((event, index) => ({ event, version: index + 1 }));

describe('the details of an order', () => {
  it('have the status and the refunds of its state, whatever happened to it', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(sequences, lives), (events) => {
        const state = events.reduce(evolveOrder, noOrder);
        const details = foldOrderDetails(numbered(events));
        seen.add(state.status);
        expect(details?.status ?? 'none').toBe(state.status);
        const refunded = 'refunded' in state ? state.refunded : 0n;
        const most = BigInt(Number.MAX_SAFE_INTEGER);
        expect(BigInt(details?.refunded ?? 0)).toBe(refunded < most ? refunded : most);
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toContain('refunded');
  });

  it('are the same folded at once and changed event by event, for every event that has its place', () => {
    fc.assert(
      fc.property(lives, (events) => {
        let state: OrderState = noOrder;
        const effective = events.filter((event) => {
          const before = state;
          state = evolveOrder(before, event);
          return state !== before;
        });
        const [first, ...rest] = numbered(effective);
        fc.pre(first !== undefined);
        let changing = evolveOrder(noOrder, first.event);
        let details: object = { ...foldOrderDetails([first]) };
        for (const next of rest) {
          changing = evolveOrder(changing, next.event);
          details = { ...details, ...orderDetailsChanges([next], changing) };
        }
        expect(details).toEqual(foldOrderDetails(numbered(effective)));
      }),
    );
  });

  it('are refunded once the refunds reach the total, and not before', () => {
    const [placed, confirmed] = ['OrderPlaced', 'OrderConfirmed'].map((type) =>
      examples.filter((event) => event.type === type),
    );
    const begun = [...(placed ?? []), ...(confirmed ?? [])];
    const half = refunds.slice(1, 2);
    expect(foldOrderDetails(numbered([...begun, ...half]))).toMatchObject({
      status: 'confirmed',
      refunded: 12_500,
    });
    expect(foldOrderDetails(numbered([...begun, ...half, ...half]))).toMatchObject({
      status: 'refunded',
      refunded: 25_000,
      version: 4,
    });
  });
});
