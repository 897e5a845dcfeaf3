import { describe, it } from '@jest/globals';
import { installation } from '@orderflow/test-harness';
import { expectReplaysToHold } from '../src/replay-proof.ts';

describe('replaying the topics of 10,000 orders', () => {
  it('moves no offset, calls no provider, and gives row by row and byte by byte what stands there', async () => {
    await using system = await installation({ logLevel: 'warn' });
    const { rebuilt, verified, answers } = await expectReplaysToHold(system, {
      orders: 10_000,
      cancelled: 500,
      meanwhile: 8,
      rate: 5_000,
      settleWithinMs: 600_000,
    });
    process.stdout.write(
      [
        `rebuilt: ${rebuilt.records} records, ${rebuilt.rows} rows, ${rebuilt.differing} differ`,
        `verified: ${verified.records} records, ${verified.equal} outputs equal, ${verified.differing} differ`,
        `effects: ${verified.effects.settled} answered from the ledger, ${verified.effects.missing} missing`,
        `reads meanwhile: ${[...answers].map(([status, count]) => `${count} answered ${status}`).join(', ')}`,
        '',
      ].join('\n'),
    );
  }, 3_600_000);
});
