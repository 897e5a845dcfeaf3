import type { Caller } from '@orderflow/service-kit';

/** Whether a caller may see and change what belongs to a customer: it is their own, or they hold the scope `ops`. */
export function mayActFor(caller: Caller, customerId: string): boolean {
  return caller.has('ops') || caller.subject === customerId;
}
