import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';
import { redact } from './redaction.ts';

describe('redact', () => {
  it('hides fields of a secret name at any depth, however they are written', () => {
    const value = {
      headers: { Authorization: 'x', 'set-cookie': ['y'] },
      deep: [{ api_key: 'z', accessToken: 'w' }],
    };
    expect(redact(value)).toEqual({
      headers: { Authorization: '[redacted]', 'set-cookie': '[redacted]' },
      deep: [{ api_key: '[redacted]', accessToken: '[redacted]' }],
    });
  });

  it.each([
    ['Key (email)=(ann.lee+x@mail.example.com) exists', 'Key (email)=([redacted]) exists'],
    ['sent Bearer abc.def-1 to it', 'sent Bearer [redacted] to it'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln was old', 'token [redacted] was old'],
    ['postgres://app:s3cret@db:5432/orders', 'postgres://[redacted]@db:5432/orders'],
  ])('hides secrets inside text: %s', (text, hidden) => {
    expect(redact(text)).toBe(hidden);
  });

  it('survives a cycle and bigints', () => {
    const value: Record<string, unknown> = { amount: 5n };
    value['self'] = value;
    expect(redact(value)).toEqual({ amount: '5', self: '[circular]' });
  });
});

describe('a logger', () => {
  it('writes the message, the fields and errors with their causes, and no secret', () => {
    const lines: string[] = [];
    const logger = createLogger({
      service: 'orders',
      redact: ['iban'],
      destination: { write: (line) => void lines.push(line) },
    });
    const error = Object.assign(
      new Error('mail to a@example.com failed', { cause: new TypeError('inner') }),
      { code: 'E1', row: 'a@example.com' },
    );
    logger.child({ email: 'a@example.com' }).error('mail failed', { error, iban: 'DE1', orderId: 'o-1' });
    logger.debug('below the level');
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('a@example.com');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      service: 'orders',
      message: 'mail failed',
      email: '[redacted]',
      iban: '[redacted]',
      orderId: 'o-1',
      error: {
        name: 'Error',
        code: 'E1',
        message: 'mail to [redacted] failed',
        cause: { name: 'TypeError', message: 'inner' },
      },
    });
  });
});
