import { beforeEach, describe, expect, it } from '@jest/globals';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import { ordersPlaced } from './order-topics.ts';
import { lateOrders, revenuePerMinute, revenuePerMinuteResults } from './revenue-per-minute.topology.ts';

describe('revenue a minute', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(revenuePerMinute());
  });

  const place = (order: string, currency: string, total: number, at: number, writtenAt = at): void =>
    driver.pipe(ordersPlaced, {
      key: order,
      value: { order, customer: 'cus-1', currency, total, at },
      timestamp: writtenAt,
    });
  const revenue = () => driver.read(revenuePerMinuteResults).map(({ key, value }) => ({ ...key, value }));

  it('is told once, by currency, when the minute and its grace are over', () => {
    place('1', 'EUR', 1_050, 0);
    place('2', 'KRW', 25_000, 20_000);
    place('3', 'EUR', 250, 59_999);
    place('4', 'EUR', 900, 69_999);
    expect(revenue()).toEqual([]);

    place('5', 'EUR', 100, 70_000);
    expect(revenue()).toEqual([
      { key: 'EUR', start: 0, end: 60_000, value: 1_300n },
      { key: 'KRW', start: 0, end: 60_000, value: 25_000n },
    ]);
  });

  it('counts an order that comes late into its own minute within the grace', () => {
    place('1', 'EUR', 1_000, 50_000);
    place('2', 'EUR', 1, 69_000);
    place('3', 'EUR', 500, 59_000);
    place('4', 'EUR', 1, 130_000);
    expect(revenue()).toEqual([
      { key: 'EUR', start: 0, end: 60_000, value: 1_500n },
      { key: 'EUR', start: 60_000, end: 120_000, value: 1n },
    ]);
  });

  it('sends an order that comes after the grace aside, and counts it as left out', () => {
    place('1', 'EUR', 1_000, 50_000);
    place('2', 'EUR', 1, 70_000);
    revenue();

    place('3', 'EUR', 500, 59_000);
    place('4', 'EUR', 1, 130_000);
    expect(driver.read(lateOrders).map(({ value }) => value?.order)).toEqual(['3']);
    expect(driver.drops).toMatchObject([{ reason: 'late', node: 'revenue-per-minute', timestamp: 59_000 }]);
    expect(revenue()).toEqual([{ key: 'EUR', start: 60_000, end: 120_000, value: 1n }]);
  });

  it('goes by when an order was placed, whenever its record was written', () => {
    place('1', 'EUR', 1_000, 59_000, 500_000);
    place('2', 'EUR', 1, 70_000, 500_001);
    expect(revenue()).toEqual([{ key: 'EUR', start: 0, end: 60_000, value: 1_000n }]);
  });

  it('is exact past the integers that a number holds', () => {
    place('1', 'KRW', Number.MAX_SAFE_INTEGER, 0);
    place('2', 'KRW', 2, 1);
    place('3', 'KRW', 1, 70_000);
    expect(revenue()).toEqual([{ key: 'KRW', start: 0, end: 60_000, value: 9_007_199_254_740_993n }]);
  });
});
