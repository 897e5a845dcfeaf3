import { describe, expect, it } from '@jest/globals';
import { postgresAddress } from './postgres-url.ts';

describe('the address in a Postgres URL', () => {
  it('is taken apart, with what was escaped restored', () => {
    expect(postgresAddress('postgres://app:p%40ss%2Fword@db.example:6432/orders')).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'app',
      password: 'p@ss/word',
      database: 'orders',
      ssl: false,
    });
  });

  it('has the standard port where none is named', () => {
    expect(postgresAddress('postgresql://app@db/orders').port).toBe(5432);
  });

  it('is spoken to over TLS where the URL demands it', () => {
    expect(postgresAddress('postgres://app@db/orders?sslmode=verify-full').ssl).toBe(true);
    expect(postgresAddress('postgres://app@db/orders?sslmode=disable').ssl).toBe(false);
  });

  it('may be of version 6', () => {
    expect(postgresAddress('postgres://app@[::1]/orders').host).toBe('::1');
  });

  it.each(['orders', 'http://a:secret@b/c', 'postgres://a:secret@b', 'postgres://:secret@b/c'])(
    'is not found in %s, which is refused without repeating a password',
    (url) => {
      expect(() => postgresAddress(url)).toThrow(
        expect.objectContaining({ code: 'POSTGRES_URL', message: expect.not.stringContaining('secret') }),
      );
    },
  );
});
