import { bootstrapService, readConfig } from '@orderflow/service-kit';
import { pspSimulator } from './psp-simulator.ts';
import { pspSimulatorConfig } from './psp-simulator.config.ts';

await bootstrapService(() => pspSimulator(readConfig(pspSimulatorConfig, process.env)));
