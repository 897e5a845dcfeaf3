import { bootstrapService } from '@orderflow/service-kit';
import { readOrdersConfig } from './orders.config.ts';
import { ordersService } from './orders.service.ts';

await bootstrapService(() => ordersService(readOrdersConfig(process.env)));
