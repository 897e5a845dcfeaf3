import type { OrderEvent } from '@orderflow/contracts';

export type { OrderEvent, OrderLine } from '@orderflow/contracts';

/** What one type of event says. */
export type OrderEventData<Type extends OrderEvent['type']> = Extract<OrderEvent, { type: Type }>['data'];
