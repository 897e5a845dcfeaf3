/** The body of an order of one line. */
export function orderRequest(customerId: string, method = 'pm_card_ok'): Record<string, unknown> {
  return {
    customer: { id: customerId, email: `${customerId}@example.com`, locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500 }],
    payment: { method },
  };
}
