import { describe, expect, it } from '@jest/globals';
import { loadInternals, requireKafkajs } from './internals.ts';
import { assertSupportedVersion, UnsupportedKafkajsVersionError } from './version-guard.ts';

describe('the version guard', () => {
  it('takes the installed kafkajs and refuses any other', () => {
    expect(() => assertSupportedVersion(loadInternals(requireKafkajs).version)).not.toThrow();
    expect(() => assertSupportedVersion('2.2.5')).toThrow(UnsupportedKafkajsVersionError);
  });
});
