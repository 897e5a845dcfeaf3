import { bootstrapService } from '@orderflow/service-kit';
import { readPaymentsConfig } from './payments.config.ts';
import { paymentsService } from './payments.service.ts';

await bootstrapService(() => paymentsService(readPaymentsConfig(process.env)));
