import type { PostgresOptions } from './postgres-data-source.ts';

/** The text is no Postgres URL; it isn't repeated, since it may hold a password. */
export class PostgresUrlError extends Error {
  readonly code = 'POSTGRES_URL';

  constructor(reason: string) {
    super(`Not a Postgres URL such as postgres://user:password@host:5432/database: ${reason}`);
    this.name = 'PostgresUrlError';
  }
}

/**
 * Reads `postgres://user:password@host:port/database`, percent-encoding decoded; the port is 5432 by default, and
 * `sslmode=require` or stricter turns TLS on.
 * @throws PostgresUrlError
 */
export function postgresAddress(
  url: string,
): Required<Pick<PostgresOptions, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>> {
  if (!URL.canParse(url)) throw new PostgresUrlError('it cannot be parsed');
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:')
    throw new PostgresUrlError(`its scheme is ${protocol}`);
  const database = decodeURIComponent(pathname.slice(1));
  if (hostname === '' || username === '' || database === '') {
    throw new PostgresUrlError('host, user and database are needed');
  }
  return {
    // The brackets of an IPv6 address belong to the URL, not to the address.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    ssl: ['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? 'disable'),
  };
}
