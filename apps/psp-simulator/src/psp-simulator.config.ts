import { logLevels } from '@orderflow/telemetry';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** Environment of the PSP simulator. */
export const pspSimulatorConfig = z
  .object({
    PSP_PORT: z.coerce.number().int().min(0).max(65_535).default(3090),
    PSP_HOST: z.string().default('127.0.0.1'),
    PSP_API_KEY: z.string(),
    /** Path of the journal; what it holds survives a restart. */
    PSP_JOURNAL: z.string(),
    PSP_KEY_LIFETIME_MS: z.coerce.number().int().min(1).default(DAY_MS),
    PSP_SLOW_MS: z.coerce.number().int().min(0).default(1_500),
    LOG_LEVEL: z.enum(logLevels).default('info'),
  })
  .transform((environment) => ({
    port: environment.PSP_PORT,
    host: environment.PSP_HOST,
    apiKey: environment.PSP_API_KEY,
    journal: environment.PSP_JOURNAL,
    keyLifetimeMs: environment.PSP_KEY_LIFETIME_MS,
    slowMs: environment.PSP_SLOW_MS,
    logLevel: environment.LOG_LEVEL,
  }));

export type PspSimulatorConfig = z.output<typeof pspSimulatorConfig>;
