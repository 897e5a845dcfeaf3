import { randomUUID } from 'node:crypto';
import type { ServiceOptions } from '@orderflow/service-kit';
import { createLogger } from '@orderflow/telemetry';
import { ChargeBook } from './domain/charge-book.ts';
import { openJournal } from './journal/journal.ts';
import { Provider } from './provider.ts';
import type { PspSimulatorConfig } from './psp-simulator.config.ts';
import { PspSimulatorModule } from './psp-simulator.module.ts';

/** Composes the simulator: its charges are those of the journal, and whatever it answers stands there first. */
export async function pspSimulator(config: PspSimulatorConfig): Promise<ServiceOptions> {
  const logger = createLogger({ service: 'psp-simulator', level: config.logLevel });
  const { journal, entries } = await openJournal(config.journal, logger);
  const book = new ChargeBook(config.keyLifetimeMs);
  for (const entry of entries) book.apply(entry);
  logger.info('journal read', { path: config.journal, entries: entries.length });
  const provider = new Provider({
    book,
    journal,
    now: () => new Date(),
    newId: () => `ch_${randomUUID()}`,
    slowMs: config.slowMs,
  });
  return {
    name: 'psp-simulator',
    description: 'A payment service provider to develop against, with scriptable faults.',
    module: PspSimulatorModule.with(provider, config.apiKey),
    host: config.host,
    port: config.port,
    logger,
    authentication: 'by-module',
    shutdown: [{ name: 'journal', run: () => journal.close() }],
  };
}
