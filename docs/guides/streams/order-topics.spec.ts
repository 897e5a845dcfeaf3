import { describe, expect, it } from '@jest/globals';
import { type Serde, stringSerde } from '@orderflow/streams';
import { minorUnitsSerde } from './minor-units.serde.ts';
import * as topics from './order-topics.ts';

const placed = { order: 'ord-1', customer: 'cus-1', currency: 'EUR', total: 1_050, at: 7 };
const read = <T>(serde: Serde<T>, json: unknown): T =>
  serde.deserialize(stringSerde.serialize(JSON.stringify(json)));

describe('records of the topics', () => {
  it('come back as they were written', () => {
    const { value } = topics.ordersPlaced;
    expect(value.deserialize(value.serialize(placed))).toEqual(placed);
  });

  it.each([
    ['a total that is no integer', { ...placed, total: 10.5 }, 'total is no integer'],
    ['a total that is text', { ...placed, total: '1050' }, 'total is no integer'],
    ['a total that a number does not hold', { ...placed, total: 2 ** 53 }, 'total is no integer'],
    ['a negative total', { ...placed, total: -1 }, 'total is no integer'],
    ['no customer', { ...placed, customer: undefined }, 'customer is no text'],
    ['an empty order', { ...placed, order: '' }, 'order is no text'],
    ['a list', [placed], 'an object is needed'],
    ['null', null, 'an object is needed'],
  ])('are refused with %s', (_, json, message) => {
    expect(() => read(topics.ordersPlaced.value, json)).toThrow(message);
  });

  it('are refused with a word that is not known', () => {
    expect(() => read(topics.orderStates.value, { status: 'lost' })).toThrow('status is none of placed');
    expect(() => read(topics.customerActions.value, { action: 1 })).toThrow('action is none of viewed');
  });
});

describe('sums in minor units', () => {
  it.each([0n, -1n, 9_007_199_254_740_993n])('come back exactly: %s', (amount) => {
    expect(minorUnitsSerde.deserialize(minorUnitsSerde.serialize(amount))).toBe(amount);
  });

  it.each(['', '1.5', '1e3', '0x10', '007', ' 1'])('are refused as %j', (text) => {
    expect(() => minorUnitsSerde.deserialize(stringSerde.serialize(text))).toThrow(
      'is no amount in minor units',
    );
  });
});
