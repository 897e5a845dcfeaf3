import { describe, expect, it } from '@jest/globals';
import { replicationSlotReport, type ReplicationSlot } from './replication-slot.ts';

const slot: ReplicationSlot = {
  active: true,
  walStatus: 'reserved',
  lagBytes: 10,
  retainedBytes: 20,
  safeWalBytes: 2 ** 33,
};

describe('a replication slot', () => {
  it.each([
    ['up', {}],
    ['up', { safeWalBytes: null }],
    ['up', { safeWalBytes: 2 ** 30 }],
    ['degraded', { safeWalBytes: 2 ** 30 - 1 }],
    ['degraded', { safeWalBytes: -5 }],
    ['degraded', { active: false }],
    ['down', { walStatus: 'unreserved' }],
    ['down', { walStatus: 'lost' }],
  ])('is %s with %j', (status, changes) => {
    expect(replicationSlotReport('s', { ...slot, ...changes })).toEqual({
      status,
      details: { slot: 's', ...slot, ...changes },
    });
  });

  it('is down where it is missing', () => {
    expect(replicationSlotReport('s', undefined)).toMatchObject({ status: 'down' });
  });
});
