/** What a broker's refusal says about who owns a task; by Kafka's error codes, which kafkajs may not all know. */
const producerFenced = new Set([47, 90]);
const membershipOver = new Set([22, 25, 27, 82]);
const concurrentTransactions = 51;
const refusedForEver = new Set([10, 18, 32, 87]);

const codesOf = (error: unknown): unknown[] => {
  const codes: unknown[] = [];
  for (let each = error, depth = 0; typeof each === 'object' && each !== null && depth < 5; depth++) {
    if ('code' in each) codes.push(each.code);
    each = 'cause' in each ? each.cause : undefined;
  }
  return codes;
};

const matches = (error: unknown, codes: ReadonlySet<unknown>): boolean =>
  codesOf(error).some((code) => codes.has(code));

/** INVALID_PRODUCER_EPOCH, PRODUCER_FENCED: another producer took the transactional id, or the transaction timed out. */
export const isProducerFenced = (error: unknown): boolean => matches(error, producerFenced);

/** ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, REBALANCE_IN_PROGRESS, FENCED_INSTANCE_ID in answer to a commit. */
export const isMembershipOver = (error: unknown): boolean => matches(error, membershipOver);

/** REBALANCE_IN_PROGRESS: in answer to a heartbeat it means a member of a group that is about to rebalance. */
export const isRebalanceInProgress = (error: unknown): boolean => matches(error, new Set([27]));

/** LEADER_NOT_AVAILABLE, NOT_LEADER_OR_FOLLOWER: the brokers have not agreed on who leads the partition. */
export const isLeaderUnsettled = (error: unknown): boolean => matches(error, new Set([5, 6]));

/** UNKNOWN_TOPIC_OR_PARTITION. */
export const isUnknownTopic = (error: unknown): boolean => matches(error, new Set([3]));

/** MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE, INVALID_TIMESTAMP, INVALID_RECORD: the same batch is never taken. */
export const isRefusedForEver = (error: unknown): boolean => matches(error, refusedForEver);

/** The broker is still writing the markers of the transaction before. */
export const isConcurrentTransactions = (error: unknown): boolean =>
  matches(error, new Set([concurrentTransactions]));

const connectionFailures = new Set<unknown>([
  'KafkaJSBrokerNotFound',
  'KafkaJSConnectionClosedError',
  'KafkaJSConnectionError',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSRequestTimeoutError',
  'BrokerSilentError',
]);

/** Whether an error says that no broker answers, or that one stopped answering: nothing about what it was asked. */
export const isUnreachable = (error: unknown): boolean => {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; depth++) {
    if (connectionFailures.has(each.name)) return true;
    each = each.cause;
  }
  return false;
};
