import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig, type RunningService, startService } from '@orderflow/service-kit';
import { z } from 'zod';
import { chargeView } from '../src/api/charge.view.ts';
import { pspSimulator } from '../src/psp-simulator.ts';
import { pspSimulatorConfig } from '../src/psp-simulator.config.ts';

const apiKey = 'test-key';
const chargesView = z.object({ charges: z.array(chargeView) });

describe('the PSP simulator', () => {
  let folder: string;
  let service: RunningService;

  const journal = () => join(folder, 'psp', 'journal.jsonl');

  const start = async (environment: Record<string, string> = {}) => {
    const config = readConfig(pspSimulatorConfig, {
      PSP_PORT: '0',
      PSP_API_KEY: apiKey,
      PSP_JOURNAL: journal(),
      PSP_SLOW_MS: '50',
      LOG_LEVEL: 'silent',
      ...environment,
    });
    service = await startService(await pspSimulator(config));
  };

  const restart = async (environment: Record<string, string> = {}) => {
    await service.stop();
    await start(environment);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'psp-simulator-'));
    await start();
  });

  afterEach(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const post = (path: string, key: string | undefined, body?: unknown) =>
    fetch(service.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const request = (method: string, reference = 'order-1') => ({
    amount: 25_000,
    currency: 'KRW',
    method,
    reference,
  });

  const charge = (key: string, method = 'pm_card_ok', reference = 'order-1') =>
    post('/charges', key, request(method, reference));

  const made = async (response: Response) => chargeView.parse(await response.json());

  const charges = async (query = '') => {
    const response = await fetch(`${service.url}/charges${query}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    return chargesView.parse(await response.json()).charges;
  };

  it('authorises pm_card_ok', async () => {
    const response = await charge('k1');
    expect(response.status).toBe(201);
    expect(response.headers.get('idempotent-replayed')).toBeNull();
    expect(await made(response)).toMatchObject({ ...request('pm_card_ok'), status: 'authorized' });
    expect(await charges()).toHaveLength(1);
  });

  it.each([
    ['pm_card_declined', 'card_declined'],
    ['pm_card_of_nobody', 'unknown_payment_method'],
  ])('declines %s with a code', async (method, declineCode) => {
    expect(await made(await charge('k1', method))).toMatchObject({ status: 'declined', declineCode });
  });

  it('answers pm_card_slow after its delay', async () => {
    const before = performance.now();
    expect(await made(await charge('k1', 'pm_card_slow'))).toMatchObject({ status: 'authorized' });
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });

  it('charges pm_card_timeout_after_effect although the connection dies, and replays it to a retry', async () => {
    await expect(charge('k1', 'pm_card_timeout_after_effect')).rejects.toThrow('fetch failed');
    const [lost] = await charges();
    const retry = await charge('k1', 'pm_card_timeout_after_effect');
    expect(retry.headers.get('idempotent-replayed')).toBe('true');
    expect(await made(retry)).toEqual(lost);
    expect(await charges()).toHaveLength(1);
  });

  it('fails the first attempt of pm_card_error_once without an effect, once a key', async () => {
    expect((await charge('k1', 'pm_card_error_once')).status).toBe(500);
    expect(await charges()).toEqual([]);
    expect(await made(await charge('k1', 'pm_card_error_once'))).toMatchObject({ status: 'authorized' });
    expect((await charge('k2', 'pm_card_error_once')).status).toBe(500);
  });

  it('has one effect for requests that race under one key', async () => {
    const responses = await Promise.all(Array.from({ length: 20 }, () => charge('k1')));
    const answers = await Promise.all(responses.map(made));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(responses.filter((response) => response.headers.get('idempotent-replayed') === null)).toHaveLength(
      1,
    );
    expect(await charges()).toHaveLength(1);
  });

  it('refuses a key with another body', async () => {
    await charge('k1');
    expect((await charge('k1', 'pm_card_ok', 'order-2')).status).toBe(422);
    expect(await charges()).toHaveLength(1);
  });

  it('makes a new charge after the lifetime of the key, and finds both by reference', async () => {
    const first = await made(await charge('k1'));
    await charge('k2', 'pm_card_ok', 'order-2');
    // After the restart a key lives for a millisecond, which the restart itself took.
    await restart({ PSP_KEY_LIFETIME_MS: '1' });
    const second = await made(await charge('k1'));
    expect(second.id).not.toBe(first.id);
    expect((await charges('?reference=order-1')).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('voids an authorised charge once and keeps its history', async () => {
    const { id } = await made(await charge('k1'));
    expect(await made(await post(`/charges/${id}/void`, 'v1'))).toMatchObject({ id, status: 'voided' });
    const again = await post(`/charges/${id}/void`, 'v1');
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await post(`/charges/${id}/void`, 'v2')).status).toBe(200);
    const [stored] = await charges();
    expect(stored?.history.map(({ type, idempotencyKey }) => [type, idempotencyKey])).toEqual([
      ['authorized', 'k1'],
      ['voided', 'v1'],
    ]);
  });

  it('refuses to void what was declined or never made', async () => {
    const { id } = await made(await charge('k1', 'pm_card_declined'));
    expect((await post(`/charges/${id}/void`, 'v1')).status).toBe(409);
    expect((await post('/charges/ch_unknown/void', 'v1')).status).toBe(404);
  });

  it('refuses the charge key for a void', async () => {
    const { id } = await made(await charge('k1'));
    expect((await post(`/charges/${id}/void`, 'k1')).status).toBe(422);
  });

  it('keeps charges, voids, keys and failed attempts over a restart', async () => {
    const first = await made(await charge('k1'));
    await post(`/charges/${first.id}/void`, 'v1');
    await charge('k2', 'pm_card_error_once');
    const before = await charges();
    await restart();
    expect(await charges()).toEqual(before);
    const replayed = await charge('k1');
    expect(replayed.headers.get('idempotent-replayed')).toBe('true');
    expect(await made(replayed)).toEqual(first);
    expect((await charge('k2', 'pm_card_error_once')).status).toBe(201);
  });

  it('cuts a torn last line off the journal and goes on behind it', async () => {
    const first = await made(await charge('k1'));
    await service.stop();
    await appendFile(journal(), '{"type":"charge-made","char');
    await start();
    expect(await charges()).toEqual([first]);
    const second = await made(await charge('k2'));
    await restart();
    expect(await charges()).toEqual([first, second]);
    expect((await readFile(journal(), 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('refuses to start on a journal that is damaged before its end', async () => {
    await service.stop();
    await appendFile(journal(), 'damage\n');
    await expect(start()).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
  });

  it.each([
    ['a fraction', { ...request('pm_card_ok'), amount: 1.5 }],
    ['an amount of 0', { ...request('pm_card_ok'), amount: 0 }],
    ['an unknown field', { ...request('pm_card_ok'), note: 'x' }],
  ])('refuses %s', async (_, body) => {
    expect((await post('/charges', 'k1', body)).status).toBe(400);
    expect(await charges()).toEqual([]);
  });

  it('demands an idempotency key', async () => {
    expect((await post('/charges', undefined, request('pm_card_ok'))).status).toBe(400);
  });

  it('demands its API key, except for health', async () => {
    expect((await fetch(`${service.url}/charges`)).status).toBe(401);
    const wrong = await fetch(`${service.url}/charges`, { headers: { authorization: 'Bearer test-kez' } });
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });
});
