import type { MemberDescription } from 'kafkajs';
import { AssignerProtocol } from '../kafkajs/index.ts';

/** A member of a group as its coordinator describes it. */
export interface GroupMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  /** The stable name under which our transport joins; undefined for other clients and while the group rebalances. */
  readonly instanceId: string | undefined;
  /** Empty while the group rebalances. */
  readonly assigned: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
}

/** A described member with what it wrote about itself decoded. */
export const toGroupMember = (described: MemberDescription): GroupMember => ({
  memberId: described.memberId,
  clientId: described.clientId,
  host: described.clientHost.replace(/^\//, ''),
  instanceId: instanceIdOf(described.memberMetadata),
  assigned: Object.entries(
    AssignerProtocol.MemberAssignment.decode(described.memberAssignment)?.assignment ?? {},
  ).map(([topic, partitions]) => ({ topic, partitions })),
});

const instanceIdOf = (metadata: Buffer): string | undefined => {
  if (metadata.length === 0) return undefined;
  const userData = parsed(AssignerProtocol.MemberMetadata.decode(metadata)?.userData.toString('utf8') ?? '');
  if (typeof userData !== 'object' || userData === null || !('instanceId' in userData)) return undefined;
  return typeof userData.instanceId === 'string' ? userData.instanceId : undefined;
};

/** What other clients write there is their own affair, and seldom JSON. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
