import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

/** What the provider does with the next request that would have an effect. */
export type Behaviour =
  /** Answers properly; what it does by default. */
  | 'answer'
  | 'decline'
  /** Has the effect, and the connection dies before the answer. */
  | 'lose-answer'
  /** Has the effect and never answers. */
  | 'hang'
  /** The same key is being answered. */
  | 'busy'
  | 'answer-html'
  /** Answers 201 with a document that is no charge. */
  | 'answer-nonsense'
  | 'redirect'
  /** A failure with this status and without an effect. */
  | number;

interface Charge {
  readonly id: string;
  readonly status: 'authorized' | 'declined' | 'voided';
  readonly declineCode?: string;
  readonly reference: string;
}

interface Received {
  /** Method and path, its parameters left out. */
  readonly route: string;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
}

/** A payment service provider over real HTTP, which does with each request what the test has scripted. */
export interface ProviderServer extends AsyncDisposable {
  readonly url: string;
  /** What to do with the next requests that would have an effect, one each. */
  script(...behaviours: readonly Behaviour[]): void;
  /** Forgets what was scripted and not needed. */
  unscript(): void;
  /** Forgets idempotency keys, so that a repeated one has a new effect. */
  forgetKeys(): void;
  readonly received: readonly Received[];
  /** Everything that ever happened to money. */
  readonly effects: readonly string[];
  readonly charges: ReadonlyMap<string, Charge>;
}

const chargeRequest = z.looseObject({ reference: z.string() });

export async function providerServer(): Promise<ProviderServer> {
  const charges = new Map<string, Charge>();
  const answers = new Map<string, Charge>();
  const script: Behaviour[] = [];
  const received: Received[] = [];
  const effects: string[] = [];

  const send = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const onceAKey = (key: string, effect: () => Charge): Charge => {
    const charge = answers.get(key) ?? effect();
    answers.set(key, charge);
    charges.set(charge.id, charge);
    return charge;
  };
  const made = (key: string, reference: string, behaviour: Behaviour): Charge =>
    onceAKey(key, () => {
      const id = `ch_${charges.size + 1}`;
      effects.push(`charge ${id}`);
      return behaviour === 'decline'
        ? { id, reference, status: 'declined', declineCode: 'card_declined' }
        : { id, reference, status: 'authorized' };
    });
  const voided = (key: string, charge: Charge): Charge =>
    onceAKey(key, () => {
      if (charge.status === 'voided') return charge;
      effects.push(`void ${charge.id}`);
      return { ...charge, status: 'voided' };
    });

  function act(behaviour: Behaviour, response: ServerResponse, effect: () => Charge): void {
    if (typeof behaviour === 'number') return send(response, behaviour, {});
    switch (behaviour) {
      case 'answer':
      case 'decline':
        return send(response, 201, effect());
      case 'lose-answer':
        effect();
        response.destroy();
        return;
      case 'hang':
        effect();
        return;
      case 'busy':
        return send(response, 409, {});
      case 'answer-html':
        effect();
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
        return;
      case 'answer-nonsense':
        return send(response, 201, { id: '', status: 'maybe' });
      case 'redirect':
        response.writeHead(307, { location: '/charges/elsewhere' }).end();
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://provider');
    const key = request.headers['idempotency-key']?.toString();
    received.push({
      route: `${request.method} ${pathname}`,
      key,
      authorization: request.headers.authorization,
    });
    const charge = charges.get(pathname.split('/')[2] ?? '');
    if (request.method === 'GET') {
      if (charge !== undefined) return send(response, 200, charge);
      const reference = searchParams.get('reference');
      const found = [...charges.values()].filter((each) => each.reference === reference);
      return send(response, 200, { charges: found });
    }
    const body: unknown = await json(request);
    const behaviour = script.shift() ?? 'answer';
    if (charge !== undefined) return act(behaviour, response, () => voided(key ?? '', charge));
    const { reference } = chargeRequest.parse(body);
    act(behaviour, response, () => made(key ?? '', reference, behaviour));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) =>
      response.destroy(new Error('failed', { cause: error })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    script: (...behaviours) => void script.push(...behaviours),
    unscript: () => void script.splice(0),
    forgetKeys: () => answers.clear(),
    received,
    effects,
    charges,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
