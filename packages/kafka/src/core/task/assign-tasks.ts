/** A member of the group as it presents itself when it joins. */
export interface TaskMember {
  readonly memberId: string;
  /** Stays the same over restarts of the instance. */
  readonly instanceId: string;
  /** Tasks the member owned until this join. */
  readonly held: readonly number[];
}

/**
 * Gives every task to exactly one member, all members within one task of each other, and moves as few tasks as that
 * allows: a task stays with the member that holds it, or else returns to the instance that held it last. Pure, and
 * independent of the order of members.
 *
 * @param tasks distinct partition numbers
 * @param lastHolder who held a task in the assignment before, by instance id, also when that instance is away
 */
export const assignTasks = (
  tasks: readonly number[],
  members: readonly TaskMember[],
  lastHolder: ReadonlyMap<number, string> = new Map(),
): ReadonlyMap<string, readonly number[]> => {
  const ordered = members.toSorted(
    (a, b) => compare(a.instanceId, b.instanceId) || compare(a.memberId, b.memberId),
  );
  const assigned = new Map<string, number[]>(ordered.map(({ memberId }) => [memberId, []]));
  if (ordered.length === 0) return assigned;

  const fairShare = Math.floor(tasks.length / ordered.length);
  let extras = tasks.length % ordered.length;
  const taken = new Set<number>();
  const take = (memberId: string, task: number): void => {
    assigned.get(memberId)?.push(task);
    taken.add(task);
  };

  const claims = ordered.map((member) => ({ member, tasks: claimed(member, ordered, tasks, lastHolder) }));
  for (const { member, tasks: wanted } of claims) {
    wanted.slice(0, fairShare).forEach((task) => take(member.memberId, task));
  }
  for (const { member, tasks: wanted } of claims) {
    const extra = wanted[fairShare];
    if (extras > 0 && extra !== undefined) {
      take(member.memberId, extra);
      extras -= 1;
    }
  }
  for (const task of tasks) {
    if (taken.has(task)) continue;
    const [next] = ordered.toSorted((a, b) => load(assigned, a) - load(assigned, b));
    if (next) take(next.memberId, task);
  }
  for (const owned of assigned.values()) owned.sort((a, b) => a - b);
  return assigned;
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const load = (assigned: ReadonlyMap<string, readonly number[]>, { memberId }: TaskMember): number =>
  assigned.get(memberId)?.length ?? 0;

/** A task held by two (a zombie and its successor) counts for the first; a task held by none for its last holder. */
const claimed = (
  member: TaskMember,
  members: readonly TaskMember[],
  tasks: readonly number[],
  lastHolder: ReadonlyMap<number, string>,
): number[] =>
  tasks.filter((task) => {
    const holder =
      members.find(({ held }) => held.includes(task)) ??
      members.find(({ instanceId }) => instanceId === lastHolder.get(task));
    return holder === member;
  });
