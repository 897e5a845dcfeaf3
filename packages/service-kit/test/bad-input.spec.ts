import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningService } from '@orderflow/service-kit';
import { problemOf } from '@orderflow/service-kit/testing';
import { thingsService } from './fixtures/things.service.ts';

const good = '{"name":"n","currency":"KRW","lines":[{"sku":"A","quantity":1,"unitPrice":12500}]}';

describe('a request with bad input', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await thingsService();
  });

  afterAll(async () => {
    await service.stop();
  });

  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${service.url}/things`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('is not this one', async () => {
    const response = await post(good);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual(JSON.parse(good));
  });

  it('keeps emoji and Hangul intact', async () => {
    const name = '김치 🥬 e\u0301';
    const response = await post(JSON.stringify({ ...JSON.parse(good), name }));
    expect(await response.json()).toMatchObject({ name });
  });

  it.each([
    ['a fraction that rounds to a safe integer', '9007199254740991.4'],
    ['an exponent', '1e3'],
    ['a fraction', '12500.5'],
    ['a string', '"12500"'],
    ['a negative amount', '-1'],
    ['an integer past 2^53-1', '9007199254740992'],
    ['minus zero', '-0'],
    ['null', 'null'],
  ])('is refused with the pointer where an amount is %s', async (_, amount) => {
    const problem = await problemOf(await post(good.replace('12500', amount)));
    expect(problem.status).toBe(400);
    expect(problem.type).toBe('urn:orderflow:problem:invalid-request');
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/lines/0/unitPrice']);
  });

  it.each([
    ['an unknown field', good.replace('"name"', '"colour":"red","name"'), '/colour'],
    ['an unknown field in a line', good.replace('"sku"', '"a/b":1,"sku"'), '/lines/0/a~1b'],
    ['a missing field', good.replace('"name":"n",', ''), '/name'],
    ['an unknown currency', good.replace('KRW', 'XXX'), '/currency'],
    ['no lines', '{"name":"n","currency":"KRW","lines":[]}', '/lines'],
    ['quantity 0', good.replace('"quantity":1', '"quantity":0'), '/lines/0/quantity'],
    ['text with NUL', good.replace('"n"', String.raw`"a\u0000b"`), '/name'],
    ['a lone surrogate', good.replace('"A"', String.raw`"\ud83e"`), '/lines/0/sku'],
    ['an overlong string', good.replace('"n"', `"${'x'.repeat(201)}"`), '/name'],
    ['a repeated name', good.replace('"name":"n"', String.raw`"name":"n","n\u0061me":"m"`), '/name'],
    ['__proto__', good.replace('"name"', '"__proto__":{"x":1},"name"'), '/__proto__'],
    ['an array in place of the object', '[]', ''],
    ['a scalar in place of the object', '7', ''],
    ['an empty body', '', ''],
    ['malformed JSON', good.slice(0, -1), ''],
    ['text after the document', `${good} x`, ''],
  ])('is refused with the pointer: %s', async (_, body, pointer) => {
    const problem = await problemOf(await post(body));
    expect(problem.status).toBe(400);
    expect(problem.errors.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('is refused where there are 501 lines', async () => {
    const lines = Array.from({ length: 501 }, () => ({ sku: 'A', quantity: 1, unitPrice: 1 }));
    const problem = await problemOf(await post(JSON.stringify({ name: 'n', currency: 'KRW', lines })));
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/lines' }] });
  });

  it('names every fault at once', async () => {
    const problem = await problemOf(
      await post('{"name":"","currency":"XXX","lines":[{"sku":"A","quantity":0.5,"unitPrice":1}]}'),
    );
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/name', '/currency', '/lines/0/quantity']);
  });

  it('is refused where the body is not UTF-8', async () => {
    const body = Buffer.from(good.replace('"n"', '"\u00e9"'), 'latin1');
    expect(await problemOf(await post(new Uint8Array(body)))).toMatchObject({
      status: 400,
      detail: 'The body is not valid UTF-8.',
    });
  });

  it('is refused where it nests without end, and the service stays up', async () => {
    const depth = 200_000;
    const problem = await problemOf(await post('['.repeat(depth) + ']'.repeat(depth)));
    expect(problem).toMatchObject({ status: 400, errors: [{ detail: 'Nested deeper than 32 levels.' }] });
    expect((await post(good)).status).toBe(201);
  });

  it('is refused with 413 where the body has 5 MB', async () => {
    const problem = await problemOf(await post(`"${'x'.repeat(5_000_000)}"`));
    expect(problem).toMatchObject({ status: 413, type: 'urn:orderflow:problem:payload-too-large' });
    expect((await post(good)).status).toBe(201);
  });

  it('is refused with 413 where a streamed body passes the limit', async () => {
    const chunk = new Uint8Array(65_536).fill(0x20);
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => (sent++ < 80 ? controller.enqueue(chunk) : controller.close()),
    });
    const response = await fetch(`${service.url}/things`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    });
    expect(await problemOf(response)).toMatchObject({ status: 413 });
  });

  it('is refused with 415 for another content type', async () => {
    expect(await problemOf(await post(good, { 'content-type': 'text/plain' }))).toMatchObject({
      status: 415,
    });
    expect(
      await problemOf(await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })),
    ).toMatchObject({ status: 415 });
  });

  it('names the parameter where an id is no UUID', async () => {
    const problem = await problemOf(await fetch(`${service.url}/things/17`));
    expect(problem).toMatchObject({ status: 400, errors: [{ parameter: 'id' }], instance: '/things/17' });
  });

  it('names a query parameter that is out of bounds or unknown', async () => {
    const problem = await problemOf(await fetch(`${service.url}/things?limit=101&colour=red`));
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/limit', '/colour']);
  });

  it('is refused with 400 where the address is no URL', async () => {
    expect(await problemOf(await fetch(`${service.url}/things/%E0%A4%A`))).toMatchObject({ status: 400 });
  });

  it('names the header where an Idempotency-Key is not visible ASCII', async () => {
    const problem = await problemOf(await post(good, { 'idempotency-key': 'two words' }));
    expect(problem).toMatchObject({ status: 400, errors: [{ header: 'Idempotency-Key' }] });
  });

  it('is a 404 problem at an unknown address and a 405 with Allow at a known one', async () => {
    expect(await problemOf(await fetch(`${service.url}/nothing`))).toMatchObject({ status: 404 });
    const response = await fetch(`${service.url}/things`, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await problemOf(response)).toMatchObject({ status: 405 });
  });
});
