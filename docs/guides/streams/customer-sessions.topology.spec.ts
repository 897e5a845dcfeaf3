import { beforeEach, describe, expect, it } from '@jest/globals';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import { customerSessionResults, customerSessions } from './customer-sessions.topology.ts';
import type { CustomerAction } from './order-records.ts';
import { customerActions } from './order-topics.ts';

const minuteMs = 60_000;

describe('sessions of a customer', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(customerSessions());
  });

  const act = (customer: string, action: CustomerAction['action'], minute: number): void =>
    driver.pipe(customerActions, { key: customer, value: { action }, timestamp: minute * minuteMs });
  const visits = () =>
    driver
      .read(customerSessionResults)
      .map(({ key: { key, start, end }, value }) => [key, start / minuteMs, end / minuteMs, value]);

  it('grow with each action, and the shorter one is withdrawn first', () => {
    act('cus-1', 'viewed', 0);
    act('cus-1', 'ordered', 30);
    expect(visits()).toEqual([
      ['cus-1', 0, 0, { actions: 1, orders: 0 }],
      ['cus-1', 0, 0, null],
      ['cus-1', 0, 30, { actions: 2, orders: 1 }],
    ]);
  });

  it('end where the customer is away for longer than the gap', () => {
    act('cus-1', 'viewed', 0);
    act('cus-1', 'viewed', 31);
    expect(visits()).toEqual([
      ['cus-1', 0, 0, { actions: 1, orders: 0 }],
      ['cus-1', 31, 31, { actions: 1, orders: 0 }],
    ]);
  });

  it('become one where a late action closes the gap between them', () => {
    act('cus-1', 'viewed', 0);
    act('cus-1', 'ordered', 31);
    visits();

    act('cus-1', 'viewed', 20);
    expect(visits()).toEqual([
      ['cus-1', 0, 0, null],
      ['cus-1', 31, 31, null],
      ['cus-1', 0, 31, { actions: 3, orders: 1 }],
    ]);
  });

  it('are each customer’s own', () => {
    act('cus-1', 'viewed', 0);
    act('cus-2', 'viewed', 1);
    expect(visits()).toHaveLength(2);
  });

  it('take no action that is later than the gap and the grace', () => {
    act('cus-1', 'viewed', 100);
    act('cus-2', 'viewed', 66);
    visits();

    // Late by itself, but part of a visit that is still open.
    act('cus-2', 'viewed', 36);
    expect(visits()).toEqual([
      ['cus-2', 66, 66, null],
      ['cus-2', 36, 66, { actions: 2, orders: 0 }],
    ]);

    act('cus-3', 'viewed', 64);
    expect(visits()).toEqual([]);
    expect(driver.drops).toMatchObject([{ reason: 'late', node: 'customer-sessions' }]);
  });
});
