import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkCoPartitioning } from '@orderflow/streams';
import { topologyDriver, type TopologyDriver } from '@orderflow/streams/testing';
import type { Customer } from './order-records.ts';
import { customers, ordersPlaced } from './order-topics.ts';
import { ordersWithCustomers, ordersWithCustomersResults } from './orders-with-customers.topology.ts';

const regular: Customer = { country: 'KR', segment: 'regular' };
const wholesale: Customer = { country: 'KR', segment: 'wholesale' };

describe('orders with their customers', () => {
  let driver: TopologyDriver;
  beforeEach(() => {
    driver = topologyDriver(ordersWithCustomers());
  });

  const know = (customer: string, value: Customer | null, timestamp: number): void =>
    driver.pipe(customers, { key: customer, value, timestamp });
  const place = (order: string, customer: string, at: number): void =>
    driver.pipe(ordersPlaced, {
      key: order,
      value: { order, customer, currency: 'KRW', total: 12_500, at },
      timestamp: at,
    });
  const enriched = () =>
    driver.read(ordersWithCustomersResults).map(({ key, value }) => [key, value?.customer]);

  it('have the customer as it is known when the order comes', () => {
    know('cus-1', regular, 0);
    place('1', 'cus-1', 1);
    know('cus-1', wholesale, 2);
    place('2', 'cus-1', 3);
    expect(enriched()).toEqual([
      ['1', regular],
      ['2', wholesale],
    ]);
  });

  it('are told without one where the customer is unknown or was deleted', () => {
    know('cus-1', regular, 0);
    know('cus-1', null, 1);
    place('1', 'cus-1', 2);
    place('2', 'cus-2', 3);
    expect(enriched()).toEqual([
      ['1', null],
      ['2', null],
    ]);
  });

  it('are not told again when the customer changes', () => {
    place('1', 'cus-1', 0);
    enriched();
    know('cus-1', regular, 1);
    expect(enriched()).toEqual([]);
  });

  it('are brought to as many partitions as the customers have', () => {
    const { problems, repartitionPartitions } = checkCoPartitioning(ordersWithCustomers(), () => undefined);
    expect(problems).toEqual([]);
    expect([...repartitionPartitions]).toEqual([['orders-by-customer-repartition', 6]]);
  });
});
