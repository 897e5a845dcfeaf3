import { fields } from '@orderflow/contracts';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { z } from 'zod';
import type { AuthorizationOutcome } from '../domain/payment/payment.commands.ts';
import { ProviderProtocolError, ProviderUnavailableError, type PaymentProvider } from './payment-provider.ts';

export interface HttpPaymentProviderOptions {
  readonly url: string;
  readonly apiKey: string;
  /** Milliseconds for one request; what takes longer counts as not answered. */
  readonly timeoutMs: number;
}

const charge = z.object({
  id: fields.providerReference,
  status: z.enum(['authorized', 'declined', 'voided']),
  // A word that is no code of ours must not keep a declined order from being rejected.
  declineCode: fields.code.default('declined').catch('declined'),
});
type Charge = z.infer<typeof charge>;

const chargeList = z.object({ charges: z.array(charge) });

/** A provider that speaks the simulator's API over HTTP. Redirects are refused: a token goes only where it was configured to. */
export function httpPaymentProvider({ url, apiKey, timeoutMs }: HttpPaymentProviderOptions): PaymentProvider {
  const http = axios.create({
    baseURL: url,
    timeout: timeoutMs,
    headers: { Authorization: `Bearer ${apiKey}` },
    maxRedirects: 0,
    maxContentLength: 1_048_576,
    proxy: false,
    validateStatus: () => true,
  });
  const of = (id: string): string => `/charges/${encodeURIComponent(id)}`;

  return {
    async authorize(data, { idempotencyKey, signal }) {
      const answer = await request(http, {
        method: 'POST',
        url: '/charges',
        data,
        headers: { 'Idempotency-Key': idempotencyKey },
        signal,
      });
      // The provider understood and will never take it, which is an answer like any other.
      if (answer.status === 400) return { kind: 'failed', reason: 'refused_by_provider' };
      return outcomeOf(read(charge, answer, [200, 201]));
    },

    async void(providerReference, { idempotencyKey, signal }) {
      const answer = await request(http, {
        method: 'POST',
        url: `${of(providerReference)}/void`,
        data: {},
        headers: { 'Idempotency-Key': idempotencyKey },
        signal,
      });
      if (answer.status !== 409) {
        read(charge, answer, [200, 201]);
        return;
      }
      // Refused, or the same key in use: only the charge itself tells which.
      const { status } = read(charge, await request(http, { url: of(providerReference), signal }), [200]);
      if (status === 'authorized')
        throw new ProviderUnavailableError('The provider is still voiding the charge');
      if (status !== 'voided') throw new ProviderProtocolError(`A charge that is ${status} can't be voided`);
    },

    async findAuthorization(reference, signal) {
      const answer = await request(http, { url: '/charges', params: { reference }, signal });
      const { charges } = read(chargeList, answer, [200]);
      const [found] = charges;
      return found && outcomeOf(found);
    },
  };
}

function outcomeOf({ id, status, declineCode }: Charge): AuthorizationOutcome {
  if (status !== 'declined') return { kind: 'authorized', providerReference: id };
  return { kind: 'declined', declineCode, providerReference: id };
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
}

/**
 * Statuses with which the provider itself speaks of this request. Any other, and a body that can't be read, may come from whatever
 * stands between us (a proxy, a login page, wrong credentials): an outage, which must not park an order.
 */
const spoken = (status: number): boolean =>
  (status >= 200 && status < 300) || [400, 409, 422].includes(status);

async function request(http: AxiosInstance, config: AxiosRequestConfig): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await http.request<unknown>(config);
  } catch (cause) {
    // axios' own error holds the request's headers, and with them the API key.
    const code = axios.isAxiosError(cause) ? cause.code : undefined;
    throw new ProviderUnavailableError(`The provider gave no answer (${code ?? 'unknown'})`);
  }
  if (!spoken(answer.status)) throw new ProviderUnavailableError(`The provider answered ${answer.status}`);
  return answer;
}

function read<T>(schema: z.ZodType<T>, answer: Answer, expected: readonly number[]): T {
  // The same key in use: the first call is still running.
  if (answer.status === 409)
    throw new ProviderUnavailableError('The provider is still answering the same call');
  if (!expected.includes(answer.status))
    throw new ProviderProtocolError(`The provider answered ${answer.status}`);
  const result = schema.safeParse(answer.data);
  if (!result.success)
    throw new ProviderUnavailableError('The answer is not the provider’s', { cause: result.error });
  return result.data;
}
