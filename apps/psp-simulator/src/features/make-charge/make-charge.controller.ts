import { Controller, Headers, Inject, Post, Res } from '@nestjs/common';
import { boundedText, Operation, problem, requireIdempotencyKey, ZodBody } from '@orderflow/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type ChargeView, chargeView, viewOf } from '../../api/charge.view.ts';
import { keyReused } from '../../api/key-reused.problem.ts';
import { Provider } from '../../provider.ts';

const chargeBody = z.strictObject({
  amount: z.int().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  method: boundedText(100),
  reference: boundedText(200),
});

/** POST /charges: authorises or declines an amount, once a key. */
@Controller('charges')
export class MakeChargeController {
  readonly #provider: Provider;

  constructor(@Inject(Provider) provider: Provider) {
    this.#provider = provider;
  }

  @Post()
  @Operation({
    summary: 'Make a charge',
    headers: ['Idempotency-Key'],
    answers: {
      201: { description: 'Authorised or declined.', body: chargeView, headers: ['Idempotent-Replayed'] },
    },
  })
  async make(
    @ZodBody(chargeBody) body: z.infer<typeof chargeBody>,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChargeView | undefined> {
    const result = await this.#provider.charge(body, requireIdempotencyKey(key));
    switch (result.outcome) {
      case 'key-reused':
        throw keyReused();
      case 'failed-once':
        throw problem({
          status: 500,
          type: 'provider-error',
          title: 'The provider failed before any effect',
        });
      case 'lost':
        // What the method promises: the charge stands, and the connection dies before the answer.
        reply.hijack();
        reply.raw.destroy();
        return undefined;
      case 'replayed':
        void reply.header('Idempotent-Replayed', 'true');
        return viewOf(result.charge);
      case 'made':
        return viewOf(result.charge);
      default:
        return result satisfies never;
    }
  }
}
