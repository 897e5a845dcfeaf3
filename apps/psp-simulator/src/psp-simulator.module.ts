import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { API_KEY, ApiKeyGuard } from './api-key.guard.ts';
import { ListChargesController } from './features/list-charges/list-charges.controller.ts';
import { MakeChargeController } from './features/make-charge/make-charge.controller.ts';
import { VoidChargeController } from './features/void-charge/void-charge.controller.ts';
import { Provider } from './provider.ts';

/** The provider's API, behind its key. */
@Module({})
export class PspSimulatorModule {
  static with(provider: Provider, apiKey: string): DynamicModule {
    return {
      module: PspSimulatorModule,
      controllers: [MakeChargeController, VoidChargeController, ListChargesController],
      providers: [
        { provide: Provider, useValue: provider },
        { provide: API_KEY, useValue: apiKey },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
      ],
    };
  }
}
