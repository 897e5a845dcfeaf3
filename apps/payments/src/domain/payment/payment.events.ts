import type { OrderEvent, PaymentEvent } from '@orderflow/contracts';

export type { OrderEvent, PaymentEvent } from '@orderflow/contracts';

/** What one type of event says. */
export type EventData<Type extends (OrderEvent | PaymentEvent)['type']> = Extract<
  OrderEvent | PaymentEvent,
  { type: Type }
>['data'];
