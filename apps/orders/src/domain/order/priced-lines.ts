import { limits } from '@orderflow/contracts';
import { isCurrencyCode, money, multiply, sum, type Money } from '@orderflow/money';
import type { PlaceOrder, RequestedLine } from './order.commands.ts';
import type { OrderLine } from './order.events.ts';
import type { OrderRefusal } from './order.refusals.ts';

/** The lines of an order with their totals, or why they make no order. */
export type PricedLines =
  | { readonly kind: 'priced'; readonly lines: readonly OrderLine[]; readonly total: number }
  | { readonly kind: 'refused'; readonly refusal: OrderRefusal };

/** Prices what was asked for: exact integers of minor units, every total within 2^53-1. */
export function priceLines({ currency, lines }: Pick<PlaceOrder, 'currency' | 'lines'>): PricedLines {
  if (!isCurrencyCode(currency)) return refused({ code: 'UNKNOWN_CURRENCY', currency });
  if (lines.length === 0) return refused({ code: 'NO_LINES' });
  if (lines.length > limits.lines) return refused({ code: 'TOO_MANY_LINES', limit: limits.lines });

  const priced: OrderLine[] = [];
  const totals: Money[] = [];
  for (const [index, line] of lines.entries()) {
    const field = invalidField(line);
    if (field !== undefined) return refused({ code: 'INVALID_LINE', line: index, field });

    const total = multiply(money(line.unitPrice, currency), line.quantity);
    if (!isSafe(total)) return refused({ code: 'AMOUNT_OUT_OF_RANGE', line: index });

    const { sku, name, quantity, unitPrice } = line;
    priced.push({ kind: 'item', sku, name, quantity, unitPrice, total: Number(total.amount) });
    totals.push(total);
  }
  const total = sum(currency, totals);
  if (!isSafe(total)) return refused({ code: 'AMOUNT_OUT_OF_RANGE' });
  return { kind: 'priced', lines: priced, total: Number(total.amount) };
}

function invalidField({ quantity, unitPrice }: RequestedLine): 'quantity' | 'unitPrice' | undefined {
  if (!Number.isSafeInteger(quantity) || quantity < 1 || quantity > limits.quantity) return 'quantity';
  if (!Number.isSafeInteger(unitPrice) || unitPrice < 0) return 'unitPrice';
  return undefined;
}

function isSafe({ amount }: Money): boolean {
  return amount <= BigInt(Number.MAX_SAFE_INTEGER);
}

function refused(refusal: OrderRefusal): PricedLines {
  return { kind: 'refused', refusal };
}
