import { beforeEach, describe, expect, it } from '@jest/globals';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import { orderFunnel, orderFunnelResults } from './order-funnel.topology.ts';
import type { OrderState } from './order-records.ts';
import { orderStates } from './order-topics.ts';

describe('the order funnel', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(orderFunnel());
  });

  const becomes = (order: string, status: OrderState['status'] | null, timestamp: number): void =>
    driver.pipe(orderStates, { key: order, value: status && { status }, timestamp });
  const changes = () => driver.read(orderFunnelResults).map(({ key, value }) => [key, value]);

  it('counts an order in the status that it is in', () => {
    becomes('1', 'placed', 0);
    becomes('2', 'placed', 1);
    expect(changes()).toEqual([
      ['placed', 1],
      ['placed', 2],
    ]);
  });

  it('takes an order that moves on out of its old count before it puts it into the new one', () => {
    becomes('1', 'placed', 0);
    becomes('2', 'placed', 1);
    changes();

    becomes('1', 'confirmed', 2);
    expect(changes()).toEqual([
      ['placed', 1],
      ['confirmed', 1],
    ]);
  });

  it('counts an order once however often its state is told', () => {
    becomes('1', 'placed', 0);
    becomes('1', 'placed', 1);
    expect(changes().at(-1)).toEqual(['placed', 1]);
  });

  it('counts an order that is deleted nowhere', () => {
    becomes('1', 'shipped', 0);
    becomes('1', null, 1);
    expect(changes().at(-1)).toEqual(['shipped', 0]);
  });
});
