import { effectLedger, type EffectLedger } from '@orderflow/postgres-messaging';
import type { AuthorizeEffect } from '../src/domain/payment/payment.effects.ts';
import { httpPaymentProvider } from '../src/provider/http.payment-provider.ts';
import type { PaymentProvider } from '../src/provider/payment-provider.ts';
import { providerEffects, type ProviderEffects } from '../src/provider/provider-effects.ts';
import { paymentsDatabase, type PaymentsDatabase } from './payments-database.ts';
import { providerServer, type ProviderServer } from './provider-server.ts';

const requestTimeoutMs = 300;

/** The time that every outcome is recorded with. */
export const recordedAt = '2026-01-02T03:04:05.678Z';

/** How an effect fails whose outcome isn't known. */
export const unavailable = { code: 'PROVIDER_UNAVAILABLE', retryable: true };

export const authorizeEffect: AuthorizeEffect = {
  effect: 'authorize',
  orderId: '01920000-0000-7000-8000-000000000001',
  customerId: 'cus-1',
  paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
  amount: 25_000,
  currency: 'KRW',
  method: 'pm_card_ok',
  reference: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
};

/** Effects on a real ledger at a real HTTP server. */
export interface EffectsUnderTest extends AsyncDisposable {
  readonly database: PaymentsDatabase;
  readonly ledger: EffectLedger;
  readonly server: ProviderServer;
  readonly provider: PaymentProvider;
  /** @param keyLifetimeMs 24 hours by default */
  effects(keyLifetimeMs?: number): ProviderEffects;
  /** The ledger's rows, the oldest first. */
  rows(): Promise<readonly unknown[]>;
  /** The routes that were called, in order. */
  routes(): readonly string[];
  /** An empty ledger and a new provider, which takes `timeoutMs` (300 by default) for too long. */
  begin(timeoutMs?: number): Promise<void>;
}

export async function effectsUnderTest(): Promise<EffectsUnderTest> {
  const database = await paymentsDatabase();
  const ledger = effectLedger(database.dataSource);
  let server = await providerServer();
  const providerOf = (timeoutMs: number): PaymentProvider =>
    httpPaymentProvider({ url: server.url, apiKey: 'secret-key', timeoutMs });
  let provider = providerOf(requestTimeoutMs);
  return {
    database,
    ledger,
    get server() {
      return server;
    },
    get provider() {
      return provider;
    },
    effects: (keyLifetimeMs = 86_400_000) =>
      providerEffects({ ledger, provider, keyLifetimeMs, requestTimeoutMs, now: () => new Date(recordedAt) }),
    rows: async () => {
      const { rows } = await database.sql.query({
        text: `SELECT effect, attempts, provider_reference AS reference, settled_at IS NOT NULL AS settled
               FROM effects ORDER BY started_at`,
      });
      return rows;
    },
    routes: () => server.received.map(({ route }) => route),
    begin: async (timeoutMs = requestTimeoutMs) => {
      await database.sql.query({ text: 'TRUNCATE effects' });
      await server[Symbol.asyncDispose]();
      server = await providerServer();
      provider = providerOf(timeoutMs);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
