import { beforeEach, describe, expect, it } from '@jest/globals';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import type { PaymentAttempt } from './order-records.ts';
import { paymentAttempts } from './order-topics.ts';
import { paymentFailureRate, paymentFailureRateResults } from './payment-failure-rate.topology.ts';

const minuteMs = 60_000;

describe('the failure rate of payments', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(paymentFailureRate());
  });

  const attempt = (
    outcome: PaymentAttempt['outcome'],
    timestamp: number,
    method: PaymentAttempt['method'] = 'card',
  ): void =>
    driver.pipe(paymentAttempts, { key: 'order-1', value: { order: 'order-1', method, outcome }, timestamp });
  /** The last that was told of each window. */
  const rates = (method: PaymentAttempt['method']): ReadonlyMap<number, number | null> =>
    new Map(
      driver
        .read(paymentFailureRateResults)
        .filter(({ key }) => key.key === method)
        .map(({ key, value }) => [key.start / minuteMs, value]),
    );

  it('counts an attempt in each of the five windows that hold its time', () => {
    attempt('declined', 10 * minuteMs);
    expect([...rates('card').keys()]).toEqual([6, 7, 8, 9, 10]);
  });

  it('is the part of the attempts in the window that was declined', () => {
    attempt('authorized', 10 * minuteMs);
    attempt('declined', 12 * minuteMs);
    attempt('declined', 14 * minuteMs);
    attempt('authorized', 14 * minuteMs + 1);
    const card = rates('card');
    expect(card.get(10)).toBe(0.5);
    expect(card.get(11)).toBe(2 / 3);
    expect(card.get(6)).toBe(0);
  });

  it('is each method by itself', () => {
    attempt('declined', 10 * minuteMs, 'card');
    attempt('authorized', 10 * minuteMs, 'transfer');
    expect(rates('transfer').get(10)).toBe(0);
  });

  it('leaves a late attempt out of the windows that have closed, and takes it into the others', () => {
    attempt('authorized', 10 * minuteMs);
    attempt('authorized', 15 * minuteMs);
    rates('card');

    attempt('declined', 10 * minuteMs);
    expect([...rates('card')]).toEqual([[10, 0.5]]);
    expect(driver.drops).toHaveLength(4);
  });
});
