import type { SqlClient } from '@orderflow/postgres-messaging';

/** How to reach a customer: personal data, kept apart from the events so that it can be erased. */
export interface Contact {
  readonly customerId: string;
  readonly email: string;
  readonly locale: string;
}

/**
 * Keeps the newest contact of a customer. One that is known already is only read: a conflicting insert would lock its row, and the
 * orders of one customer would wait for each other's commits.
 */
export async function saveContact(sql: SqlClient, { customerId, email, locale }: Contact): Promise<void> {
  await sql.query({
    name: 'contact_save',
    text: `INSERT INTO contacts (customer_id, email, locale)
           SELECT $1, $2, $3
           WHERE NOT EXISTS (SELECT FROM contacts WHERE (customer_id, email, locale) = ($1, $2, $3))
           ON CONFLICT (customer_id) DO UPDATE
           SET email = excluded.email, locale = excluded.locale, updated_at = clock_timestamp()
           WHERE (contacts.email, contacts.locale) <> (excluded.email, excluded.locale)`,
    values: [customerId, email, locale],
  });
}
