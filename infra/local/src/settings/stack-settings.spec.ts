import { describe, expect, it } from '@jest/globals';
import { developmentServicePorts, developmentSettings } from './stack-settings.ts';

describe('settings of the development stack', () => {
  it('have defaults', () => {
    expect(developmentSettings({})).toEqual({
      ports: { postgres: 25_432, kafka: 29_092, kafkaController: 29_093, connect: 28_083 },
      heaps: { kafka: '512m', connect: '384m' },
    });
    expect(developmentServicePorts({})).toEqual({ orders: 3_001, payments: 3_002, pspSimulator: 3_090 });
  });

  it('are moved by variables', () => {
    const settings = developmentSettings({ ORDERFLOW_POSTGRES_PORT: '5555', ORDERFLOW_KAFKA_HEAP: '1g' });
    expect(settings.ports.postgres).toBe(5_555);
    expect(settings.heaps.kafka).toBe('1g');
  });

  it.each([
    ['ORDERFLOW_POSTGRES_PORT', 'x'],
    ['ORDERFLOW_KAFKA_PORT', '0'],
    ['ORDERFLOW_CONNECT_PORT', '65536'],
    ['ORDERFLOW_CONNECT_HEAP', '12'],
  ])('name the variable %s when it is %s', (variable, value) => {
    expect(() => developmentSettings({ [variable]: value })).toThrow(`${variable}=${value}`);
  });
});
