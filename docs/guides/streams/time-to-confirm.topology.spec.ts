import { beforeEach, describe, expect, it } from '@jest/globals';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import { ordersConfirmed, ordersPlaced } from './order-topics.ts';
import { timeToConfirm, timeToConfirmResults } from './time-to-confirm.topology.ts';

const hourMs = 3_600_000;

describe('the time to confirm', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(timeToConfirm());
  });

  const place = (order: string, at: number): void =>
    driver.pipe(ordersPlaced, {
      key: order,
      value: { order, customer: 'cus-1', currency: 'EUR', total: 1_000, at },
      timestamp: at,
    });
  const confirm = (order: string, at: number): void =>
    driver.pipe(ordersConfirmed, { key: order, value: { order, at }, timestamp: at });

  it('is the time between the two, told with the later one', () => {
    place('1', 1_000);
    place('2', 2_000);
    confirm('2', 2_400);
    confirm('1', 9_000);
    expect(driver.read(timeToConfirmResults)).toMatchObject([
      { key: '2', value: 400, timestamp: 2_400 },
      { key: '1', value: 8_000, timestamp: 9_000 },
    ]);
  });

  it('is the same when the confirmation is read first', () => {
    confirm('1', 9_000);
    place('1', 1_000);
    expect(driver.read(timeToConfirmResults)).toMatchObject([{ key: '1', value: 8_000, timestamp: 9_000 }]);
  });

  it('is told up to an hour, and of no longer one', () => {
    place('1', 0);
    place('2', 0);
    confirm('1', hourMs);
    confirm('2', hourMs + 1);
    expect(driver.read(timeToConfirmResults)).toMatchObject([{ key: '1', value: hourMs }]);
  });

  it('is not told of an order that was not confirmed', () => {
    place('1', 0);
    confirm('2', 1);
    expect(driver.read(timeToConfirmResults)).toEqual([]);
  });
});
