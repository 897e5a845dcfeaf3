import { describe, expect, it } from '@jest/globals';
import { decodeEvent, encodeEvent, limits, orderEvents } from '@orderflow/contracts';
import { fold } from '@orderflow/event-sourcing';
import { currencyCodes } from '@orderflow/money';
import fc from 'fast-check';
import type { OrderCommand, PlaceOrder } from './order.commands.ts';
import { orderDecider } from './order.decider.ts';
import type { OrderEvent } from './order.events.ts';
import { evolveOrder, noOrder, type OrderState } from './order.state.ts';

const at = '2026-01-02T03:04:05.678Z';
const orderId = '01920000-0000-7000-8000-000000000001';

const prices = fc.oneof(fc.nat({ max: 100_000 }), fc.maxSafeNat());
const placeOrder: fc.Arbitrary<PlaceOrder> = fc.record({
  type: fc.constant('PlaceOrder'),
  orderId: fc.constant(orderId),
  customer: fc.constant({ id: 'cus-1', locale: 'en' }),
  currency: fc.constantFrom(...currencyCodes),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom('TEA-1', 'CUP-1'),
      name: fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
        .filter((name) => !name.includes('\0')),
      quantity: fc.integer({ min: 1, max: limits.quantity }),
      unitPrice: prices,
    }),
    { minLength: 1, maxLength: 20 },
  ),
  payment: fc.constant({ method: 'pm_card_ok' }),
  placedAt: fc.constant(at),
});

const paymentIds = fc.constantFrom(
  '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
  '5f3c2a10-9d4e-5b6f-8a7b-000000000000',
);
const commands: fc.Arbitrary<OrderCommand> = fc.oneof(
  placeOrder,
  fc.record({
    type: fc.constant('ConfirmOrder' as const),
    orderId: fc.constant(orderId),
    paymentId: paymentIds,
    amount: fc.constantFrom(25_000, 1),
    currency: fc.constant('KRW'),
    confirmedAt: fc.constant(at),
  }),
  fc.record({
    type: fc.constant('RejectOrder' as const),
    orderId: fc.constant(orderId),
    paymentId: paymentIds,
    reason: fc.constantFrom('payment_declined', 'payment_failed'),
    rejectedAt: fc.constant(at),
  }),
  fc.record({
    type: fc.constant('CancelOrder' as const),
    orderId: fc.constant(orderId),
    reason: fc.constant('changed_mind'),
    cancelledBy: fc.constantFrom('customer', 'operator', 'system'),
    cancelledAt: fc.constant(at),
  }),
);

const examples = [...orderEvents.values()].map(({ example }) => example);
const anyEvents = fc.array(fc.constantFrom(...examples), { maxLength: 30 });
const histories = anyEvents.map((events): OrderEvent[] => [...examples.slice(0, 1), ...events]);

const finalStatuses: readonly OrderState['status'][] = ['rejected', 'cancelled', 'expired', 'refunded'];

describe('whatever is ordered', () => {
  it('the totals are exact, or the order is refused because they would not be', () => {
    fc.assert(
      fc.property(placeOrder, (command) => {
        const lineTotals = command.lines.map((line) => BigInt(line.quantity) * BigInt(line.unitPrice));
        const total = lineTotals.reduce((sum, lineTotal) => sum + lineTotal, 0n);
        const decision = orderDecider.decide(command, noOrder);

        const totals =
          decision.outcome === 'accepted'
            ? decision.events.flatMap((event) =>
                event.type === 'OrderPlaced'
                  ? [event.data.total, ...event.data.lines.map((l) => l.total)]
                  : [],
              )
            : [decision.refusal.code];
        expect(totals).toEqual(
          total <= BigInt(Number.MAX_SAFE_INTEGER)
            ? [total, ...lineTotals].map(Number)
            : ['AMOUNT_OUT_OF_RANGE'],
        );
      }),
    );
  });
});

describe('whatever happened to an order', () => {
  it('evolve gives a state for every event of the catalogue in every state', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(fold(orderDecider, events)).toHaveProperty('status');
      }),
    );
  });

  it('a final status is never left', () => {
    fc.assert(
      fc.property(histories, (events) => {
        let state: OrderState = noOrder;
        for (const event of events) {
          const next = evolveOrder(state, event);
          expect(finalStatuses.includes(state.status) ? next : state).toBe(state);
          state = next;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('every final status can be reached', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(histories, (events) => {
        reached.add(fold(orderDecider, events).status);
      }),
      { numRuns: 2000 },
    );
    expect([...reached]).toEqual(expect.arrayContaining([...finalStatuses]));
  });

  it('a command that was accepted changes nothing when it comes again, placing aside', () => {
    fc.assert(
      fc.property(histories, commands, (events, command) => {
        const state = fold(orderDecider, events);
        const first = orderDecider.decide(command, state);
        fc.pre(first.outcome === 'accepted');
        const again = orderDecider.decide(command, fold(orderDecider, first.events, state));
        expect(again).toEqual({ outcome: 'accepted', events: [] });
      }),
    );
  });

  it('every event decided on changes the state, and is one that the contract takes', () => {
    fc.assert(
      fc.property(histories, commands, (events, command) => {
        const state = fold(orderDecider, events);
        const decision = orderDecider.decide(command, state);
        for (const event of decision.outcome === 'accepted' ? decision.events : []) {
          expect(evolveOrder(state, event)).not.toEqual(state);
          expect(decodeEvent(orderEvents, encodeEvent(orderEvents, event))).toEqual(event);
        }
      }),
    );
  });
});
