import { randomBytes } from 'node:crypto';

/**
 * Returns a name that no other test uses, valid as a topic, a group and an unquoted Postgres identifier.
 * @param prefix lower-case letters, digits and underscores, starting with a letter.
 */
export function randomName(prefix: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(prefix)) throw new RangeError(`not a prefix for names: ${prefix}`);
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}
