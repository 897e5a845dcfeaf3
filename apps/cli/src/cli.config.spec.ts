import { describe, expect, it } from '@jest/globals';
import { developmentSettings } from '@orderflow/infra-local';
import { readCliConfig } from './cli.config.ts';

describe('the configuration of the command', () => {
  it('is the development stack by default, wherever its port was moved', () => {
    for (const environment of [{}, { KAFKA_BROKERS: '' }, { ORDERFLOW_KAFKA_PORT: '4242' }]) {
      const { kafka } = developmentSettings(environment).ports;
      expect(readCliConfig(environment)).toEqual({ brokers: [`127.0.0.1:${kafka}`] });
    }
  });

  it('takes brokers from the option before the environment', () => {
    const environment = { KAFKA_BROKERS: 'a:1, b:2' };
    expect(readCliConfig(environment).brokers).toEqual(['a:1', 'b:2']);
    expect(readCliConfig(environment, 'c:3').brokers).toEqual(['c:3']);
  });

  it('names what stands wrong, with exit code 2', () => {
    const wrong = (name: string) =>
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(name) });
    expect(() => readCliConfig({ KAFKA_BROKERS: 'a' })).toThrow(wrong('KAFKA_BROKERS must be host:port'));
    expect(() => readCliConfig({}, 'a:1,')).toThrow(wrong('--brokers must be host:port'));
    expect(() => readCliConfig({ ORDERFLOW_KAFKA_PORT: 'x' })).toThrow(wrong('ORDERFLOW_KAFKA_PORT'));
  });
});
