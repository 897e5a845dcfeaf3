import { Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { notFound, Operation, problem, requireIdempotencyKey } from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import { type ChargeView, chargeView, viewOf } from '../../api/charge.view.ts';
import { keyReused } from '../../api/key-reused.problem.ts';
import { Provider } from '../../provider.ts';

/** POST /charges/:id/void: releases an authorised charge; doing it again changes nothing. */
@Controller('charges')
export class VoidChargeController {
  readonly #provider: Provider;

  constructor(@Inject(Provider) provider: Provider) {
    this.#provider = provider;
  }

  @Post(':id/void')
  @HttpCode(200)
  @Operation({
    summary: 'Void a charge',
    headers: ['Idempotency-Key'],
    answers: {
      200: { description: 'Voided.', body: chargeView, headers: ['Idempotent-Replayed'] },
      409: { description: 'The charge was never authorised.' },
    },
  })
  async void(
    @Param('id') id: string,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChargeView> {
    const result = await this.#provider.void(id, requireIdempotencyKey(key));
    switch (result.outcome) {
      case 'unknown':
        throw notFound('There is no such charge.');
      case 'key-reused':
        throw keyReused();
      case 'not-authorized':
        throw problem({
          status: 409,
          type: 'charge-not-authorized',
          title: 'Only an authorised charge can be voided',
          extensions: { chargeStatus: result.charge.status },
        });
      case 'replayed':
        void reply.header('Idempotent-Replayed', 'true');
        return viewOf(result.charge);
      case 'voided':
        return viewOf(result.charge);
      default:
        return result satisfies never;
    }
  }
}
