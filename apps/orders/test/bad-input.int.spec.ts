import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '@orderflow/contracts';
import { problemOf } from '@orderflow/service-kit/testing';
import { orderOf, type ApiClient } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';

const good = JSON.stringify(orderBody);
const largest = Number.MAX_SAFE_INTEGER;
const line = { sku: 'A', name: 'a', quantity: 1, unitPrice: 1 };

describe('bad input', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  /** Holds for every refusal: a problem document of that status, nothing appended, and the service goes on. */
  const expectRefusal = async (status: number, send: () => Promise<Response>) => {
    const events = await orders.database.countEvents();
    const problem = await problemOf(await send());
    expect(problem.status).toBe(status);
    expect(await orders.database.countEvents()).toBe(events);
    expect((await customer.post('/orders', good)).status).toBe(201);
    expect(orders.logged).toEqual([]);
    return problem;
  };
  const expectPointers = async (body: string, ...pointers: readonly string[]) => {
    const { errors } = await expectRefusal(400, () => customer.post('/orders', body));
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  };
  const having = (changes: object) => JSON.stringify({ ...orderBody, ...changes });

  it.each([
    ['cut off', good.slice(0, -1)],
    ['followed by text', `${good} x`],
    ['a bare word', 'order'],
  ])('refuses malformed JSON that is %s', async (_, body) => {
    const problem = await expectRefusal(400, () => customer.post('/orders', body));
    expect(problem.type).toBe('urn:orderflow:problem:malformed-json');
  });

  it.each([
    ['at the top', good.replace('"currency"', '"colour":"red","currency"'), '/colour'],
    ['in the customer', good.replace('"email"', '"phone":"1","email"'), '/customer/phone'],
    ['in a line', good.replace('"sku":"BAG-1"', '"sku":"BAG-1","total":1'), '/lines/1/total'],
    ['in the payment', good.replace('"method"', '"amount":1,"method"'), '/payment/amount'],
    ['in place of the prototype', good.replace('"currency"', '"__proto__":{},"currency"'), '/__proto__'],
  ])('names an unknown field %s', async (_, body, pointer) => {
    await expectPointers(body, pointer);
  });

  it.each(['9007199254740991.4', '1e3', '12500.5', '"12500"', '-1', '9007199254740992', '-0', 'null'])(
    'refuses the amount %s',
    async (amount) => {
      await expectPointers(good.replace('12500', amount), '/lines/0/unitPrice');
    },
  );

  it.each([
    ['a currency of no country', having({ currency: 'XXX' }), '/currency'],
    ['a currency in lower case', having({ currency: 'krw' }), '/currency'],
    ['no lines', having({ lines: [] }), '/lines'],
    ['lines that are no list', having({ lines: {} }), '/lines'],
    ['501 lines', having({ lines: Array.from({ length: 501 }, () => line) }), '/lines'],
    ['quantity 0', having({ lines: [{ ...line, quantity: 0 }] }), '/lines/0/quantity'],
    ['a fraction of a unit', good.replace('"quantity":5', '"quantity":0.5'), '/lines/1/quantity'],
    ['too many units', having({ lines: [{ ...line, quantity: limits.quantity + 1 }] }), '/lines/0/quantity'],
    ['a kind that is not for clients', having({ lines: [{ ...line, kind: 'discount' }] }), '/lines/0/kind'],
    ['an empty text', having({ lines: [{ ...line, name: '' }] }), '/lines/0/name'],
    ['an overlong text', having({ lines: [{ ...line, sku: 'x'.repeat(65) }] }), '/lines/0/sku'],
    ['what is no e-mail address', good.replace('somebody@example.com', 'somebody'), '/customer/email'],
    ['an e-mail address for an id', good.replace('cus-1', 'a@example.com'), '/customer/id'],
    ['a card number for a payment', good.replace('pm_card_ok', '4242424242424242'), '/payment/method'],
    ['an address for a payment', good.replace('pm_card_ok', 'pm_a@example.com'), '/payment/method'],
    ['what is no language', good.replace('ko-KR', 'ko_KR'), '/customer/locale'],
    ['a missing field', good.replace(',"payment":{"method":"pm_card_ok"}', ''), '/payment'],
  ])('refuses %s', async (_, body, pointer) => {
    await expectPointers(body, pointer);
  });

  it.each([
    ['NUL', String.raw`\u0000`],
    ['a high surrogate alone', String.raw`\ud83c`],
    ['a low surrogate alone', String.raw`\udf75`],
  ])('refuses text with %s, wherever it stands', async (_, escape) => {
    await expectPointers(good.replace('Paper bag', `Paper ${escape}bag`), '/lines/1/name');
    await expectPointers(good.replace('TEA-1', `TEA${escape}`), '/lines/0/sku');
    await expectPointers(good.replace('"cus-1"', `"cus-1${escape}"`), '/customer/id');
    await expectPointers(good.replace('somebody@', `some${escape}body@`), '/customer/email');
    await expectPointers(good.replace('pm_card_ok', `pm${escape}`), '/payment/method');
  });

  it.each([
    ['of a line', [line, { ...line, quantity: 2, unitPrice: largest }], '/lines/1'],
    ['of a line by one', [{ ...line, quantity: 3, unitPrice: (largest + 1) / 2 }], '/lines/0'],
    ['of the order by one', [line, { ...line, unitPrice: largest }], '/lines'],
  ])('refuses a total %s beyond 2^53-1', async (_, lines, pointer) => {
    await expectPointers(having({ lines }), pointer);
  });

  it('names every fault at once', async () => {
    const body = having({ currency: 'won', lines: [{ ...line, quantity: 0, unitPrice: -1 }] });
    await expectPointers(body, '/currency', '/lines/0/quantity', '/lines/0/unitPrice');
  });

  it('refuses a body of 5 MB with 413', async () => {
    const body = good.replace('Paper bag', 'x'.repeat(5_000_000));
    const problem = await expectRefusal(413, () => customer.post('/orders', body));
    expect(problem.type).toBe('urn:orderflow:problem:payload-too-large');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'refuses a body of type %s with 415',
    async (type) => {
      await expectRefusal(415, () => customer.post('/orders', good, { 'content-type': type }));
    },
  );

  it('refuses an Idempotency-Key that is not visible ASCII, and an If-Match that is no tag', async () => {
    const key = await expectRefusal(400, () =>
      customer.post('/orders', good, { 'Idempotency-Key': 'two words' }),
    );
    expect(key.errors).toEqual([expect.objectContaining({ header: 'Idempotency-Key' })]);
    const path = '/orders/01920000-0000-7000-8000-000000000001/cancel';
    const tag = await expectRefusal(400, () => customer.post(path, undefined, { 'If-Match': '3' }));
    expect(tag).toMatchObject({ errors: [{ header: 'If-Match' }] });
  });

  const addresses = ['/orders/17', '/orders/17/events', '/orders/17/cancel'];
  it.each(addresses)('refuses an id that is no UUID at %s', async (path) => {
    const send = () => (path.endsWith('cancel') ? customer.post(path) : customer.get(path));
    expect(await expectRefusal(400, send)).toMatchObject({ errors: [{ parameter: 'id' }] });
  });

  it('refuses a reason for cancelling that is free text', async () => {
    const path = '/orders/01920000-0000-7000-8000-000000000001/cancel';
    const send = () => customer.post(path, { reason: 'Anna no longer wants it' });
    expect(await expectRefusal(400, send)).toMatchObject({ errors: [{ pointer: '/reason' }] });
  });

  it('lets nobody in without a token, whatever the body', async () => {
    await expectRefusal(401, () => orders.stranger.post('/orders', good.slice(0, -1)));
  });

  it('refuses a request without a token', async () => {
    await expectRefusal(401, () => orders.stranger.post('/orders', good));
  });

  it('refuses a token that has expired', async () => {
    const late = await orders.client({ expiresInSeconds: -120 });
    await expectRefusal(401, () => late.post('/orders', good));
  });

  it('refuses a token that lacks the scope', async () => {
    const reader = await orders.client({ scope: 'orders:read' });
    const problem = await expectRefusal(403, () => reader.post('/orders', good));
    expect(problem.type).toBe('urn:orderflow:problem:insufficient-scope');
    const writer = await orders.client({ scope: 'orders:write' });
    const id = '01920000-0000-7000-8000-000000000001';
    await expectRefusal(403, () => writer.get(`/orders/${id}`));
    await expectRefusal(403, () => writer.get(`/orders/${id}/events`));
    await expectRefusal(403, () => reader.cancel(id));
  });

  it('refuses an order for another customer', async () => {
    const other = await orders.client({ subject: 'cus-2' });
    const problem = await expectRefusal(403, () => other.post('/orders', good));
    expect(problem.type).toBe('urn:orderflow:problem:forbidden');
  });
});

describe("another customer's order", () => {
  let orders: OrdersUnderTest;
  let orderId: string;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    orderId = (await (await orders.client()).place()).id;
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  it('is 404, word for word like one that does not exist', async () => {
    const other = await orders.client({ subject: 'cus-2' });
    const unknown = '01920000-0000-7000-8000-000000000001';
    for (const [method, suffix] of [
      ['get', ''],
      ['get', '/events'],
      ['post', '/cancel'],
    ] as const) {
      const theirs = await problemOf(await other[method](`/orders/${orderId}${suffix}`));
      const nobodys = await problemOf(await other[method](`/orders/${unknown}${suffix}`));
      expect(theirs.status).toBe(404);
      const { instance: _path, correlationId: _id, ...document } = theirs;
      expect(nobodys).toMatchObject(document);
    }
    expect(await orders.database.countEvents()).toBe(1);
  });

  it('is open to the scope ops, for reading and for cancelling', async () => {
    const operator = await orders.client({ subject: 'operator-1', scope: 'orders:read orders:write ops' });
    await orderOf(await operator.get(`/orders/${orderId}`), 200);
    expect((await operator.get(`/orders/${orderId}/events`)).status).toBe(200);
    expect(await orderOf(await operator.cancel(orderId), 200)).toMatchObject({ status: 'cancelled' });
  });
});
