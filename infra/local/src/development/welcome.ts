import type { ServicePorts, StackPorts } from '../settings/stack-settings.ts';

/** What a newcomer sees once everything runs: where it is, and how to place the first order. */
export function welcome(ports: ServicePorts & StackPorts, tokenFile: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ['orders', `http://127.0.0.1:${ports.orders}`],
    ['payments', `http://127.0.0.1:${ports.payments}`],
    ['PSP simulator', `http://127.0.0.1:${ports.pspSimulator}/charges`],
    ['Kafka Connect', `http://127.0.0.1:${ports.connect}`],
    ['Kafka', `127.0.0.1:${ports.kafka}`],
    ['Postgres', `127.0.0.1:${ports.postgres}`],
  ];
  const order = JSON.stringify({
    customer: { id: 'cus-1', email: 'a@example.com', locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500 }],
    payment: { method: 'pm_card_ok' },
  });
  return [
    '',
    ...rows.map(([name, address]) => `  ${name.padEnd(14)} ${address}`),
    '',
    'Place the first order, and see it confirmed:',
    '',
    `curl -s http://127.0.0.1:${ports.orders}/orders \\`,
    `  -H "Authorization: Bearer $(cat ${tokenFile})" \\`,
    "  -H 'Content-Type: application/json' -H \"Idempotency-Key: $(date +%s%N)\" -H 'Prefer: wait=10' \\",
    `  -d '${order}'`,
    '',
    'Ctrl-C stops everything; data is kept.',
    '',
  ].join('\n');
}
