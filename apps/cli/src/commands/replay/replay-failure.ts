import type { ReplayMessage } from '@orderflow/replay';
import { CliError } from '../../cli.error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';

const byCode: Readonly<Record<string, ExitCode>> = {
  INVALID_CONFIGURATION: exitCode.usage,
  INVALID_REQUEST: exitCode.usage,
  NEEDS_WHOLE_TOPIC: exitCode.usage,
  UNKNOWN_HANDLER: exitCode.usage,
  UNKNOWN_TOPIC: exitCode.usage,
  REPLAY_NOT_ALLOWED: exitCode.refused,
  TOPIC_TRUNCATED: exitCode.refused,
  SHADOW_TAKEN: exitCode.refused,
  SHADOW_NOT_READY: exitCode.refused,
  ALREADY_ACTIVE: exitCode.refused,
  NOT_ACTIVE: exitCode.refused,
  UNREACHABLE: exitCode.unreachable,
  UNKNOWN_TWIN_TABLES: exitCode.internal,
  MODE_MISMATCH: exitCode.internal,
  INTERNAL: exitCode.internal,
  INTERRUPTED: exitCode.interrupted,
};

/** What a replay program's failure means to whoever started the command. */
export const replayFailure = ({
  code,
  message,
}: Extract<ReplayMessage, { readonly kind: 'failed' }>): CliError =>
  new CliError(code, byCode[code] ?? exitCode.foundWrong, message);
