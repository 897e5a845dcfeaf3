import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, installation, readRecords, type Installation } from '@orderflow/test-harness';
import { orderflow, replay, startOrderflow } from '../src/orderflow-command.ts';
import { expectReplaysToHold, readerOf, rebuild, rowsApart, verify } from '../src/replay-proof.ts';
import { select } from '../src/system-state.ts';

// Each test starts the command line anew, and that a program of the service.
jest.setTimeout(60_000);

const orders = 150;
const cancelled = 10;

describe('replaying topics to the handlers of payments', () => {
  let system: Installation;

  beforeAll(async () => {
    system = await installation({ logLevel: 'warn' });
  }, 120_000);
  afterAll(async () => {
    await system[Symbol.asyncDispose]();
  }, 60_000);

  const query = <Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) =>
    select<Row>(system.databaseUrl('payments'), text, values);
  /** An order that was authorised and stands so. */
  const someOrder = async () => {
    const [row] = await query<{ order_id: string }>(
      `SELECT order_id FROM payment_details WHERE status = 'authorized' ORDER BY order_id LIMIT 1`,
    );
    return row?.order_id ?? '';
  };

  it('changes nothing live and finds what stands there, at rest and while orders are placed', async () => {
    await expectReplaysToHold(system, {
      orders,
      cancelled,
      meanwhile: 4,
      rate: 20_000,
      settleWithinMs: 60_000,
    });
  }, 240_000);

  it('is planned from what the log and the ledger hold', async () => {
    const { outcome } = await replay(system, 'plan', 'plan', ...verify, '--rate', '10');
    const [held] = await query<{ effects: number; payments: number }>(
      `SELECT (SELECT count(*) FROM effects)::integer AS effects,
              (SELECT count(*) FROM payment_details)::integer AS payments`,
    );
    expect(outcome).toMatchObject({
      mode: 'verify',
      effects: { settled: held?.effects, unsettled: 0, missing: 0 },
      types: { OrderPlaced: held?.payments, OrderCancelled: cancelled },
      estimatedSeconds: Math.ceil(outcome.records / 10),
    });
    expect(outcome.partitions).toHaveLength(6);
  });

  it('verifies one order alone', async () => {
    const key = await someOrder();
    const whole = await replay(system, 'verified', 'run', ...verify, '--key', key);
    expect(whole).toMatchObject({
      exitCode: 0,
      outcome: { types: { OrderPlaced: 1, OrderConfirmed: 1 }, outputs: 1, equal: 1, differing: 0 },
    });
  });

  it('verifies a part that begins in the middle of an order, on the state that came before', async () => {
    const records = await readRecords('orders.events', system.brokers);
    const cancelling = records.find(({ headers }) => headers['ce_type'] === 'OrderCancelled');
    const { partition, offset, key } = cancelling ?? {};
    const part = ['--partition', `${partition}`, '--from', `${offset}`, '--key', `${key?.toString()}`];
    const { exitCode, outcome } = await replay(system, 'verified', 'run', ...verify, ...part);
    expect(exitCode).toBe(0);
    expect(outcome).toMatchObject({
      types: { OrderCancelled: 1 },
      outputs: 1,
      equal: 1,
      effects: { settled: 1, missing: 0 },
    });
  });

  it('tells a row of the live read model that is not what its events say', async () => {
    const key = await someOrder();
    await query(`UPDATE payment_details_a SET reason = 'by hand', amount = 1 WHERE order_id = $1`, [key]);
    await query(`DELETE FROM payment_details_b WHERE order_id = $1`, [key]);
    const { exitCode, outcome } = await replay(system, 'rebuilt', 'run', ...rebuild);
    expect(exitCode).toBe(1);
    expect(outcome).toMatchObject({
      differing: 1,
      differences: [
        {
          kind: 'differs',
          key,
          fields: [
            { field: 'amount', live: '1', replayed: '25000' },
            { field: 'reason', live: 'by hand', replayed: null },
          ],
        },
      ],
    });

    const reader = await readerOf(system);
    expect(await reader.get(`/payments/${key}`)).toMatchObject({ body: { reason: 'by hand' } });
    await replay(system, 'switched', 'switch', ...rebuild, '--id', outcome.id);
    expect(await reader.get(`/payments/${key}`)).toMatchObject({ body: { amount: 25_000 } });
    expect(await rowsApart(system)).toBe(2);
  });

  it('names an effect that the ledger does not know, and calls nobody for it', async () => {
    const key = await someOrder();
    const [effect] = await query<{ input_id: string }>(
      `DELETE FROM effects WHERE provider_reference =
         (SELECT provider_reference FROM payment_details WHERE order_id = $1) RETURNING input_id`,
      [key],
    );
    const { exitCode, outcome } = await replay(system, 'verified', 'run', ...verify);
    expect(exitCode).toBe(1);
    const name = `authorize of settle-payment for ${effect?.input_id}`;
    expect(outcome).toMatchObject({
      effects: { missing: 1, unanswered: [name] },
      failed: 1,
      failures: [{ code: 'EFFECT_NOT_RECORDED', message: expect.stringContaining(name) }],
      differing: 1,
      differences: [{ kind: 'only live', key }],
    });
    expect(await query('SELECT 1 FROM effects WHERE input_id = $1', [effect?.input_id])).toEqual([]);
  });

  it.each([
    ['a handler that may never be', ['--topic', 'payments.events', '--handler', 'orders'], 3],
    ['a part of a read model', [...rebuild, '--key', 'x'], 2],
    ['a topic that the handler does not read', ['--topic', 'orders.events', '--handler', 'orders'], 2],
  ])('refuses to replay %s', async (_, args, exitCode) => {
    expect(await orderflow(system, 'replay', 'run', ...args)).toMatchObject({ exitCode, stdout: '' });
  });

  it('ends with the command that asked for it, and leaves the live read model as it is', async () => {
    const command = startOrderflow(system, 'replay', 'run', ...rebuild, '--rate', '1');
    await eventually(async () =>
      expect(await query('SELECT state FROM twin_tables')).toEqual([{ state: 'filling' }]),
    );
    command.kill('SIGINT');
    expect(await command.answered).toMatchObject({ exitCode: 130, stdout: '' });
    const before = await query('SELECT * FROM payment_details ORDER BY order_id');
    await replay(system, 'rebuilt', 'run', ...rebuild);
    expect(await query('SELECT * FROM payment_details ORDER BY order_id')).toEqual(before);
  });

  it('switches to nothing that another replay has taken since', async () => {
    const args = ['replay', 'switch', ...rebuild, '--id', '0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11'];
    const { exitCode, stderr } = await orderflow(system, ...args);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'SHADOW_TAKEN' } });
  });
});
