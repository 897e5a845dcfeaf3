import { Controller, Get, Inject, Param } from '@nestjs/common';
import { boundedText, notFound, Operation, ZodQuery } from '@orderflow/service-kit';
import { z } from 'zod';
import { type ChargeView, chargeView, viewOf } from '../../api/charge.view.ts';
import { Provider } from '../../provider.ts';

const chargesQuery = z.strictObject({ reference: boundedText(200).optional() });
const chargesView = z.object({ charges: z.array(chargeView) });

/** GET /charges and GET /charges/:id: every effect the provider ever had, so that tests and merchants can count. */
@Controller('charges')
export class ListChargesController {
  readonly #provider: Provider;

  constructor(@Inject(Provider) provider: Provider) {
    this.#provider = provider;
  }

  @Get()
  @Operation({
    summary: 'All charges in the order they were made, or those of one reference',
    answers: { 200: { description: 'The charges with their history.', body: chargesView } },
  })
  list(@ZodQuery(chargesQuery) query: z.infer<typeof chargesQuery>): {
    readonly charges: readonly ChargeView[];
  } {
    const charges = this.#provider.all();
    const { reference } = query;
    const wanted =
      reference === undefined ? charges : charges.filter((charge) => charge.reference === reference);
    return { charges: wanted.map(viewOf) };
  }

  @Get(':id')
  @Operation({ summary: 'One charge', answers: { 200: { description: 'The charge.', body: chargeView } } })
  one(@Param('id') id: string): ChargeView {
    const charge = this.#provider.find(id);
    if (charge === undefined) throw notFound('There is no such charge.');
    return viewOf(charge);
  }
}
