/** Why a replay is not begun, or ends before its end; `code` says it to a script. */
export type ReplayErrorCode =
  /** The request is none, or its handler, topic or range doesn't exist. */
  | 'INVALID_REQUEST'
  | 'UNKNOWN_HANDLER'
  /** The handler's declared mode doesn't allow what was asked. */
  | 'REPLAY_NOT_ALLOWED'
  /** The program's code and the declaration of its groups contradict each other. */
  | 'MODE_MISMATCH'
  /** A read model can be built only from every record of its topic. */
  | 'NEEDS_WHOLE_TOPIC'
  /** The log no longer begins at offset 0. */
  | 'TOPIC_TRUNCATED'
  /** Records arrive faster than the rate lets them be replayed. */
  | 'OUTRUN'
  /** The live handler did not get to where the replay did, so the two can't be compared. */
  | 'LIVE_BEHIND'
  | 'INTERRUPTED'
  | 'INTERNAL';

/** A replay can't be, or can't go on. Nothing live was changed. */
export class ReplayError extends Error {
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReplayError';
    this.code = code;
  }
}

/** An effect that a replayed record asks for has no outcome in the ledger; nobody was called. */
export class EffectNotRecordedError extends Error {
  readonly code = 'EFFECT_NOT_RECORDED';
  readonly retryable = false;
  readonly state: 'missing' | 'unsettled';

  /** @param effect its name, such as `authorize of settle-payment for <input id>` */
  constructor(effect: string, state: 'missing' | 'unsettled') {
    super(`effect ${effect} is ${state === 'missing' ? 'not in the ledger' : 'not settled in the ledger'}`);
    this.name = 'EffectNotRecordedError';
    this.state = state;
  }
}
