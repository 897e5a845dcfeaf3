import { describe, expect, it } from '@jest/globals';
import { groupText } from './group-text.ts';
import { type GroupState, positionState, totalLag } from './group-state.ts';

const position = {
  topic: 't',
  partition: 0,
  committed: 5n,
  start: 0n,
  lastStable: 9n,
  lag: 4n,
  waitingSince: 1_000,
};

const group: GroupState = {
  group: 'orders',
  state: 'Stable',
  assigner: '',
  declared: true,
  missingTopics: [],
  members: [
    {
      memberId: 'm-1',
      clientId: 'c',
      host: '10.0.0.1',
      instanceId: 'orders-1',
      assigned: [{ topic: 't', partitions: [0, 2] }],
    },
  ],
  positions: [positionState(position, 61_400)],
};

describe('a group in text', () => {
  it('shows who holds what, and how far behind', () => {
    expect(groupText(group)).toBe(
      [
        'orders: Stable',
        '',
        'INSTANCE  HOST      MEMBER  PARTITIONS',
        'orders-1  10.0.0.1  m-1     t[0,2]',
        '',
        'TOPIC  PARTITION  COMMITTED  LAST STABLE  LAG  SECONDS',
        't              0          5            9    4       60',
        '',
      ].join('\n'),
    );
  });

  it('marks an offset that the log does not hold, and a topic that is missing', () => {
    const lost = positionState({ ...position, committed: 12n, lag: -3n, waitingSince: undefined }, 0);
    const text = groupText({
      ...group,
      members: [],
      positions: [lost],
      missingTopics: ['u'],
      declared: false,
    });
    expect(text).toContain('orders: Stable, undeclared\n  ! topic u is missing');
    expect(text).toContain('No members.');
    expect(text).toMatch(/12 +9 +-3 +0 +! outside the log$/m);
  });

  it('is behind by what it has not passed, whatever another partition says', () => {
    const lost = positionState({ ...position, lag: -3n }, 0);
    expect(totalLag({ positions: [lost, ...group.positions] })).toBe(4n);
  });

  it('counts no waiting before it began, where clocks differ', () => {
    expect(positionState({ ...position, waitingSince: 5_000 }, 1_000)).toMatchObject({ lagSeconds: 0 });
  });
});
